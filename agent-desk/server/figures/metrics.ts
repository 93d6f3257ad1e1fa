import type { RequestHandler } from 'express';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Bus, OperatorState } from '../../../events.ts';
import type { RecordingHealth } from '../../../recordings/store-health.ts';
import { onTelephone } from '../../contract/line.ts';
import type { WaitingCaller } from '../../contract/shapes.ts';
import type { Boards } from '../live/boards.ts';
import type { LiveState } from '../live/state.ts';
import { seenByOperators } from '../present/operator.ts';
import { PickUps } from './pick-ups.ts';

/** Without `supervising`: whoever reaches the port may read the figures, and an operator may. */
const operatorStates: OperatorState[] = [
  'offline',
  'ready',
  'paused',
  'ringing',
  'talking',
  'wrap-up',
  'internal',
  'missed',
  'unreachable',
];

/** Figures for Prometheus: counts and times only, nobody's number or name. */
export class Figures {
  readonly registry = new Registry();
  readonly #stops: (() => void)[] = [];
  readonly #http: Histogram<'method' | 'route' | 'status'>;

  constructor(
    bus: Bus,
    live: LiveState,
    openDesks: () => number,
    recordings: Pick<RecordingHealth, 'figures' | 'store'>,
    serviceToday: () => Promise<[queue: string, share: number][]>,
  ) {
    const { boards } = live;
    this.#http = this.#histogram();
    this.#countEvents(bus, new PickUps((callId) => live.calls.get(callId)));
    this.#tellOfRecordings(recordings);
    this.#gauge('holos_calls_live', 'Calls that have not ended.', () => live.living);
    this.#gauge('holos_desks_open', 'Desks that are open.', openDesks);
    this.#gaugeBy('holos_callers_waiting', 'Callers who wait on the telephone, by queue.', 'queue', () =>
      boards.shared.queues.map(({ id, waiting }) => [id, onTelephone(waiting).length]),
    );
    this.#gaugeBy(
      'holos_longest_wait_seconds',
      'How long the caller waits now who waits longest, by queue; who is called back is on no telephone.',
      'queue',
      () => boards.shared.queues.map(({ id, waiting }) => [id, longestWaitMs(waiting) / 1000]),
    );
    this.#gaugeBy(
      'holos_service_level_ratio',
      'Of today’s callers answered, or lost after 5 s: the part answered within the queue’s time.',
      'queue',
      serviceToday,
    );
    this.#gaugeBy('holos_operators', 'Operators, by state.', 'state', () =>
      operatorStates.map((state) => [state, withState(boards, state)]),
    );
    this.#gaugeBy('holos_node_up', 'Whether a node takes calls.', 'node', () =>
      Object.entries(boards.shared.nodes).map(([node, state]) => [node, state === 'up' ? 1 : 0]),
    );
    this.#gauge('process_resident_memory_bytes', 'Memory of this process.', () => process.memoryUsage.rss());
    this.#gauge('process_heap_bytes', 'Heap in use.', () => process.memoryUsage().heapUsed);
    this.#gauge('process_uptime_seconds', 'How long this process runs.', () => process.uptime());
  }

  /** Measures how long each answer takes. Routes are named by their pattern: no id of anything is in the figures. */
  readonly measure: RequestHandler = (request, response, next) => {
    const end = this.#http.startTimer({ method: request.method });
    response.on('close', () => {
      const route = (request.route as { path?: string } | undefined)?.path ?? 'other';
      end({ route, status: String(response.statusCode) });
    });
    next();
  };

  close(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  #countEvents(bus: Bus, pickUps: PickUps): void {
    const calls = this.#counter('holos_calls_total', 'Calls that have ended.', ['result', 'reason']);
    const offers = this.#counter('holos_offers_total', 'Offers of a call to an operator.', ['how']);
    const attempts = this.#counter('holos_attempts_total', 'Automatic calls that are over.', ['outcome']);
    const refused = this.#counter('holos_sip_refused_total', 'SIP requests that were refused.', ['kind']);
    const wait = new Histogram({
      name: 'holos_wait_seconds',
      help: 'How long callers waited until an operator answered first.',
      buckets: [5, 10, 20, 30, 60, 120, 300, 600],
      registers: [this.registry],
    });
    this.#stops.push(
      bus.on('step', (step) => {
        if (step.kind === 'ended') calls.inc({ result: step.result, reason: step.reason });
        if (step.kind === 'offer-ended') offers.inc({ how: step.how });
        const { ofOffer, waitMs } = pickUps.hear(step);
        if (ofOffer) offers.inc({ how: 'answered' });
        if (waitMs !== null) wait.observe(waitMs / 1000);
      }),
      bus.on('attempt', ({ state, outcome }) => {
        if (state === 'done') attempts.inc({ outcome: outcome ?? 'none' });
      }),
      bus.on('refused', ({ kind }) => refused.inc({ kind })),
    );
  }

  #tellOfRecordings({ figures, store }: Pick<RecordingHealth, 'figures' | 'store'>): void {
    this.#gauge('holos_recordings_running', 'Recordings that go on.', () => figures().recording);
    this.#gauge(
      'holos_recordings_broken',
      'Recordings that go on and lack a side now.',
      () => figures().broken,
    );
    const failures: Counter = new Counter({
      name: 'holos_recordings_failures_total',
      help: 'How often recording has failed.',
      registers: [this.registry],
      collect: () => {
        failures.reset();
        failures.inc(figures().failures);
      },
    });
    this.#gauge('holos_recordings_writable', 'Whether a recording can be written.', async () =>
      (await store()).freeBytes === null ? 0 : 1,
    );
    this.#gauge('holos_recordings_free_bytes', 'Room on the recordings’ disk.', async () => {
      return (await store()).freeBytes ?? 0;
    });
  }

  #counter<L extends string>(name: string, help: string, labelNames: L[]): Counter<L> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  #gauge(name: string, help: string, value: () => number | Promise<number>): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [this.registry],
      collect: async () => gauge.set(await value()),
    });
  }

  #gaugeBy(
    name: string,
    help: string,
    label: string,
    values: () => [string, number][] | Promise<[string, number][]>,
  ): void {
    const gauge: Gauge<string> = new Gauge({
      name,
      help,
      labelNames: [label],
      registers: [this.registry],
      collect: async () => {
        const found = await values();
        gauge.reset();
        for (const [key, value] of found) gauge.set({ [label]: key }, value);
      },
    });
  }

  #histogram(): Histogram<'method' | 'route' | 'status'> {
    return new Histogram({
      name: 'holos_http_seconds',
      help: 'How long answers took.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3],
      registers: [this.registry],
    });
  }
}

function longestWaitMs(waiting: readonly WaitingCaller[]): number {
  const since = onTelephone(waiting).map((one) => Date.parse(one.since));
  return Math.max(0, ...since.map((at) => Date.now() - at));
}

function withState(boards: Boards, state: OperatorState): number {
  return boards.shared.colleagues.filter((colleague) => seenByOperators(colleague).state === state).length;
}
