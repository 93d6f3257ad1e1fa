import { openQueue } from '../../compose-queue.ts';
import { queueSchema } from '../../config/company/queues.ts';
import type { Company, Language } from '../../config/company.ts';
import { Bus, type Step, type StepData } from '../../events.ts';
import { callBackWith } from '../../ivr/queue/call-back.ts';
import type { Joining } from '../../ivr/queue/joining.ts';
import type { KeptPlace } from '../../ivr/queue/kept-place.ts';
import { OutgoingTalks } from '../../ivr/queue/outgoing-talk.ts';
import type { Place } from '../../ivr/queue/place.ts';
import { createLog, type Logger } from '../../log.ts';
import type { Call } from '../../telephony/call/call.ts';
import { CallOver } from '../../telephony/call/ended.ts';
import type { Leg } from '../../telephony/call/leg.ts';
import { FakePhones } from './fake-phones.ts';

/** Somebody on the telephone, as far as the queue knows him. */
export interface FakeCaller {
  readonly call: Call;
  readonly queue: string;
  place: Place | undefined;
  /** Who talks to him; undefined: nobody now. */
  talksTo: number | undefined;
  hangUp(): void;
  /** The operator puts the telephone down. */
  letGo(): void;
}

export type FakeFloor = ReturnType<typeof openFakeFloor>;

export interface FakeFloorOptions {
  queues: readonly Record<string, unknown>[];
  /** How long a resident who is called back lets it ring; null: he does not pick up. */
  picksUpAfterMs?: () => number | null;
}

/** The real queue with all its parts, over telephones that are not there. */
export function openFakeFloor({ queues, picksUpAfterMs = () => 0 }: FakeFloorOptions) {
  const phones = new FakePhones();
  const callers = new Map<string, FakeCaller>();
  const errors: unknown[] = [];
  const turns = new Set<(place: KeptPlace, operatorId: number) => void>();
  const steps: Step[] = [];
  const bus = new Bus((error) => errors.push(error));
  bus.on('step', (step) => steps.push(step));
  const log = { ...silent, error: (fields: unknown) => errors.push(fields) } as unknown as Logger;
  const company = {
    calling: { hotline: '750-600' },
    timezone: 'Europe/Kyiv',
    queues: parsed(queues),
    skills: {},
    dispositions: [],
  } as unknown as Company;

  function caller(id: string, queue: string, language: Language, number: string): FakeCaller {
    const over = new AbortController();
    const letGo = () => undefined;
    const step = (data: StepData) => bus.emit('step', { ...data, callId: id, at: new Date() });
    const arrivedAt = new Date();
    const facts = {
      ...{ id, number, hotline: '750-600', language, arrivedAt },
      ...{ node: phones.node, signal: over.signal, step },
    };
    const one: FakeCaller = {
      ...{ call: facts as unknown as Call, queue, place: undefined, talksTo: undefined, letGo },
      hangUp: () => over.abort(new CallOver('caller-hung-up')),
    };
    callers.set(id, one);
    step({ kind: 'arrived', hotline: '750-600', number, direction: 'in' });
    return one;
  }

  /** What a caller goes through until he has been talked to or is gone: he stays when nobody is there, and comes back from outside. */
  async function wait(one: FakeCaller, first: Joining): Promise<void> {
    let joining: Joining | null = first;
    try {
      while (joining && !one.call.signal.aborted) joining = await once(one, joining);
    } finally {
      callers.delete(one.call.id);
      one.call.step({ kind: 'ended', result: 'served', reason: 'flow-ended' });
    }
  }

  /** @returns how he joins again, or null: he has been served */
  async function once(one: FakeCaller, joining: Joining): Promise<Joining | null> {
    const { line } = open;
    const { call, queue } = one;
    const place = line.join(call, queue, joining);
    const { sinceMs, waitsSinceMs, emergency } = place;
    one.place = place;
    try {
      const outcome = await untilOver(call.signal, place.outcome);
      if (outcome?.kind === 'unstaffed') return { ...joining, sinceMs, waitsSinceMs, patient: true };
      if (outcome?.kind === 'outside')
        return { ...joining, sinceMs, waitsSinceMs, patient: true, triedOutside: true };
      if (outcome?.kind !== 'answered') return null;
      line.take(place);
      one.place = undefined;
      const end = await talk(one, outcome, Date.now() - waitsSinceMs);
      const now = Date.now();
      return end === 'lost' ? { sinceMs, waitsSinceMs: now, firstAtMs: now, emergency, patient: true } : null;
    } finally {
      one.place = undefined;
      line.leave(place);
    }
  }

  async function talk(
    one: FakeCaller,
    { leg, operatorId }: { leg: Leg; operatorId: number },
    waitMs: number,
  ): Promise<'ended' | 'lost' | undefined> {
    const { operators } = open;
    const { call } = one;
    call.step({ kind: 'connected', operatorId, waitMs });
    operators.setDesk(operatorId, { callId: call.id, stage: 'talking', held: false, since: new Date() });
    one.talksTo = operatorId;
    const ended = new Promise<'ended' | 'lost'>((done) => {
      one.letGo = () => done('ended');
      leg.gone.addEventListener('abort', () => done('lost'));
    });
    const end = await untilOver(call.signal, ended);
    one.talksTo = undefined;
    await leg.hangUp();
    operators.setDesk(operatorId, null);
    operators.talkEnded(operatorId, call.id);
    return end;
  }

  const fails = (error: unknown) => void errors.push(error);
  const open: ReturnType<typeof openQueue> = openQueue({
    ...{ company, bus, log, operators: [], talksToday: new Map(), handlings: [], left: new Map() },
    // All work in a browser, whose phone says itself that it is there.
    phones: { endpointOf: String, isThere: async () => false, onChanged: () => () => undefined },
    changed: { queues: new Map(), skills: new Map() },
    // Nobody here hands a call on.
    outside: (number) => ({ endpoint: number, callerNumber: number }),
    mayCall: (_, number) => number,
    outgoing: {
      begin: (operatorId, dialled) => outgoing.begin(operatorId, dialled),
      stop: (operatorId, callId) => outgoing.stop(operatorId, callId),
    },
    node: phones.node,
    isLive: (callId) => callers.has(callId),
    isInCall: (number) => [...callers.values()].some(({ call }) => call.number === number),
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
      return afterMs === null ? null : caller(callId, '', 'uk', number).call;
    },
    talk: (leg) =>
      async function ownTalk({ id }) {
        const one = callers.get(id);
        if (one) await talk(one, { leg, operatorId: leg.operatorId }, 0);
        callers.delete(id);
        return undefined;
      },
    lead: (call, flow) => void flow(call, undefined).catch(fails),
  });
  const callBack = callBackWith({
    ...{ node: 'n1', operators: open.operators, answers: open.answers, mostTries: 3 },
    restMs: (queue) => open.rulebook.of(queue).callAgainSeconds * 1000,
    async ring({ queue, language, number }, callId) {
      const afterMs = picksUpAfterMs();
      await new Promise((done) => setTimeout(done, afterMs ?? 30_000));
      return afterMs === null ? null : caller(callId, queue, language, number).call;
    },
    welcome: ({ sinceMs, refusedAtMs }, reserved) =>
      async function welcome(call) {
        const one = callers.get(call.id);
        if (one) await wait(one, { sinceMs, refusedAtMs, reserved, patient: true });
        return undefined;
      },
    lead: (call, flow) => void flow(call, undefined).catch(fails),
    promises: { tried: async () => undefined, reached: () => undefined },
  });
  return {
    ...open,
    ...{ bus, phones, callers, errors, steps, log },
    /** Tells when the turn of somebody has come who is called back. */
    onTurn: (listener: (place: KeptPlace, operatorId: number) => void) => void turns.add(listener),
    /** A caller comes, and stays until he is talked to or hangs up. Each has a number of his own, unless one is given. */
    comes(
      id: string,
      queue: string,
      joining: Joining = {},
      { language = 'uk', number = numberOf(id) }: { language?: Language; number?: string } = {},
    ): FakeCaller {
      const one = caller(id, queue, language, number);
      wait(one, joining).catch(fails);
      return one;
    },
    /** An operator opens a desk whose phone is registered, and says that he is ready. */
    comesToWork(operatorId: number): void {
      open.floor.deskOpened(operatorId);
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
