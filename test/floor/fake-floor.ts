import { openQueue } from '../../compose-queue.ts';
import { queueSchema } from '../../config/company/queues.ts';
import type { Company, Language } from '../../config/company.ts';
import { Bus, type Step } from '../../events.ts';
import { ownTalk } from '../../ivr/flows/own-talk.ts';
import { callBackWith } from '../../ivr/queue/call-back.ts';
import type { Joining } from '../../ivr/queue/joining.ts';
import type { KeptPlace } from '../../ivr/queue/kept-place.ts';
import { type DialledNumber, OutgoingTalks } from '../../ivr/queue/outgoing-talk.ts';
import { type TakeUpParts, takeUpCalls } from '../../ivr/take-up-calls.ts';
import { createLog, type Logger } from '../../log.ts';
import { type FakeCaller, FakeCallers } from './fake-callers.ts';
import { FakePhones } from './fake-phones.ts';

export type FakeFloor = ReturnType<typeof openFakeFloor>;

export interface FakeFloorOptions {
  queues: readonly Record<string, unknown>[];
  /** How long a resident who is called back lets it ring; null: he does not pick up. */
  picksUpAfterMs?: () => number | null;
}

/** The real queue with all its parts, over telephones that are not there. */
export function openFakeFloor({ queues, picksUpAfterMs = () => 0 }: FakeFloorOptions) {
  const phones = new FakePhones();
  const errors: unknown[] = [];
  const turns = new Set<(place: KeptPlace, operatorId: number) => void>();
  const steps: Step[] = [];
  const dialled: DialledNumber[] = [];
  const bus = new Bus((error) => errors.push(error));
  bus.on('step', (step) => steps.push(step));
  const log = { ...silent, error: (fields: unknown) => errors.push(fields) } as unknown as Logger;
  const company = {
    calling: { hotline: '750-600' },
    hotlines: [{ id: '750-600', menu: [{ key: '0', queue: queues[0]?.id }] }],
    timezone: 'Europe/Kyiv',
    queues: parsed(queues),
    skills: {},
    dispositions: [{ id: 'advice' }],
  } as unknown as Company;
  const callers = new FakeCallers({ phones, bus, log, company, queue: () => open });

  const open: ReturnType<typeof openQueue> = openQueue({
    ...{ company, bus, log, operators: [], talksToday: new Map(), handlings: [], left: new Map() },
    phones: { endpointOf: String, isThere: async () => true, onChanged: () => () => undefined },
    changed: { queues: new Map(), skills: new Map() },
    outside: (number) => ({ endpoint: number, callerNumber: number }),
    mayCall: (_, number) => number,
    outgoing: {
      begin(operatorId, whom) {
        dialled.push(whom);
        return outgoing.begin(operatorId, whom);
      },
      stop: (operatorId, callId) => outgoing.stop(operatorId, callId),
    },
    node: phones.node,
    isLive: (callId) => callers.live.has(callId),
    isInCall: (number) => [...callers.live.values()].some((call) => call.number === number),
    callBack(place, operatorId) {
      for (const listener of turns) listener(place, operatorId);
      return callBack(place, operatorId);
    },
  });
  const outgoing = new OutgoingTalks({
    ...{ node: phones.node, operators: open.operators, answers: open.answers, endpointOf: String, log },
    async ring({ callId, number }, signal) {
      const afterMs = picksUpAfterMs();
      await untilOver(signal, new Promise((done) => setTimeout(done, afterMs ?? 30_000)));
      signal.throwIfAborted();
      return afterMs === null ? null : callers.comes(callId, number).call;
    },
    talk: ownTalk,
    lead: (call, flow) => callers.lead(call, flow),
  });
  const callBack = callBackWith({
    ...{ node: 'n1', bus, operators: open.operators, answers: open.answers, mostTries: 3 },
    restMs: (queue) => open.rulebook.of(queue).callAgainSeconds * 1000,
    async ring({ language, number }, callId) {
      const afterMs = picksUpAfterMs();
      await new Promise((done) => setTimeout(done, afterMs ?? 30_000));
      return afterMs === null ? null : callers.comes(callId, number, language).call;
    },
    welcome: ({ queue, sinceMs, refusedAtMs }, reserved) =>
      callers.waits(queue, { sinceMs, refusedAtMs, reserved, patient: true }),
    lead: (call, flow) => callers.lead(call, flow),
    promises: { tried: async () => undefined, reached: () => undefined },
  });
  const takingUp: Partial<TakeUpParts> = {
    ...{ node: phones.node, live: callers.live, log, bus },
    isLeftOver: (id) => open.supervisions.isLeftOver(id),
    isInternal: (callId) => open.internal.has(callId),
    isConsulted: (callId) => open.talks.isConsulted(callId),
    // This controller has led every call from its beginning.
    unfinished: async () => [],
    takenUp: async () => undefined,
  };
  takeUpCalls(takingUp as TakeUpParts);
  phones.link.onState((state) => bus.emit('node', { node: phones.node.name, state }));
  return {
    ...open,
    ...{ bus, phones, callers: callers.all, errors, steps, dialled, log },
    /** Tells when the turn of somebody has come who is called back. */
    onTurn: (listener: (place: KeptPlace, operatorId: number) => void) => void turns.add(listener),
    /** A caller comes, and stays until he is talked to or hangs up. Each has a number of his own, unless one is given. */
    comes(
      id: string,
      queue: string,
      joining: Joining = {},
      { language = 'uk', number = numberOf(id) }: { language?: Language; number?: string } = {},
    ): FakeCaller {
      const one = callers.comes(id, number, language);
      callers.lead(one.call, callers.waits(queue, joining));
      return one;
    },
    /** An operator opens a desk whose phone is registered, and says that he is ready. */
    comesToWork(operatorId: number): void {
      open.floor.deskOpened(operatorId, phones.sip.has(operatorId) ? 'sip' : 'browser');
      open.floor.phone(operatorId, 'registered');
      open.floor.ready(operatorId);
    },
  };
}

/** As good as any: nothing here is dialled. */
const numberOf = (id: string) => `+380-${id}`;

const silent = createLog('silent');

/** Thousands of floors have the same queues. */
const known = new Map<readonly Record<string, unknown>[], Company['queues']>();
function parsed(queues: readonly Record<string, unknown>[]): Company['queues'] {
  const before = known.get(queues);
  if (before) return before;
  const now = queues.map((queue) => queueSchema.parse({ name: {}, ...queue }));
  known.set(queues, now);
  return now;
}

/** What a promise comes to, or undefined when the call is over first. */
async function untilOver<T>(signal: AbortSignal, promise: Promise<T>): Promise<T | undefined> {
  const over = new Promise<undefined>((done) => {
    if (signal.aborted) done(undefined);
    signal.addEventListener('abort', () => done(undefined), { once: true });
  });
  return await Promise.race([promise, over]);
}
