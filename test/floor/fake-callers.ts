import type { Company, Language } from '../../config/company.ts';
import type { Bus } from '../../events.ts';
import { afterTalk } from '../../ivr/flows/after-talk.ts';
import type { Joining } from '../../ivr/queue/joining.ts';
import type { WaitingLine } from '../../ivr/queue/line.ts';
import type { Place } from '../../ivr/queue/place.ts';
import type { Talks } from '../../ivr/queue/talks.ts';
import type { IvrFlow, IvrServices } from '../../ivr/services.ts';
import type { Logger } from '../../log.ts';
import { Call } from '../../telephony/call/call.ts';
import type { Speaker } from '../../telephony/call/call-parts.ts';
import { run } from '../../telephony/call/runner.ts';
import { untilFired } from '../../telephony/call/waiting.ts';
import type { FakePhones } from './fake-phones.ts';

/** Somebody on the telephone, as far as the queue knows him. */
export interface FakeCaller {
  readonly call: Call;
  place: Place | undefined;
  /** Who leads the talk with him; undefined: nobody talks to him now. */
  readonly talksTo: number | undefined;
  hangUp(): void;
  /** The operator ends the talk. */
  letGo(): void;
}

export interface FakeCallersParts {
  phones: FakePhones;
  bus: Bus;
  log: Logger;
  company: Pick<Company, 'hotlines'>;
  queue: () => { line: WaitingLine; talks: Talks };
}

/** Nothing is said in words. */
const speaker: Speaker = {
  say: async () => [],
  words: () => '',
  signal: async () => ({ path: '', durationMs: 0 }),
};
const longestMs = 12 * 3_600_000;

/** Residents on the telephone, each in a real call that real flows lead, but for the line: in it they hear nothing, and press no key. */
export class FakeCallers {
  readonly all = new Map<string, FakeCaller>();
  readonly live = new Map<string, Call>();
  readonly #parts: FakeCallersParts;

  constructor(parts: FakeCallersParts) {
    this.#parts = parts;
    parts.bus.on('step', ({ kind, callId }) => void (kind === 'ended' && this.all.delete(callId)));
  }

  comes(id: string, number: string, language: Language = 'uk'): FakeCaller {
    const { phones, bus, log, queue } = this.#parts;
    phones.callerComes(id);
    const facts = { id, direction: 'in', hotline: '750-600', number, language } as const;
    const parts = { node: phones.node, bus, speaker, log, live: this.live, recordings: '' };
    const call = new Call({ ...facts, arrivedAt: new Date() }, parts);
    call.answered = true;
    const one: FakeCaller = {
      call,
      place: undefined,
      get talksTo() {
        return queue().talks.ofCall(id)?.operatorId;
      },
      hangUp: () => phones.callerHangsUp(id),
      letGo: () => queue().talks.ofCall(id)?.end(),
    };
    this.all.set(id, one);
    call.step({ kind: 'arrived', hotline: '750-600', number, direction: 'in' });
    return one;
  }

  /** Leads a call to its end, from flow to flow. */
  lead(call: Call, flow: IvrFlow): void {
    const { log, company, queue } = this.#parts;
    const callbacks = { talkedTo: (number: string) => queue().line.talkedTo(number) };
    const dutyPhone = (number: string) => ({ endpoint: number, callerNumber: number });
    const services = { ...queue(), company, callbacks, dutyPhone } as unknown as IvrServices;
    const ends: IvrFlow = async () => undefined;
    run(call, this.#butForTheLine(flow), { services, log, longestMs, afterBug: ends }).catch((error) =>
      log.error({ err: error }, 'a call could not be ended'),
    );
  }

  /** What a caller goes through until he has been talked to or is gone: he stays when nobody is there, and comes back from outside. */
  waits(queue: string, joining: Joining): IvrFlow {
    const flow = async (call: Call, services: IvrServices): Promise<IvrFlow | undefined> => {
      const one = this.all.get(call.id);
      const { line } = services;
      const place = line.join(call, queue, joining);
      if (one) one.place = place;
      try {
        const outcome = await Promise.race([place.outcome, untilFired(call.signal)]);
        if (!outcome) throw call.signal.reason;
        if (outcome.kind !== 'answered') {
          const { sinceMs, waitsSinceMs, firstAtMs, keptFor } = place;
          const stands = { ...joining, sinceMs, waitsSinceMs, firstAtMs, keptFor, patient: true };
          return this.waits(place.queue, { ...stands, triedOutside: outcome.kind === 'outside' });
        }
        line.take(place);
        if (one) one.place = undefined;
        return await talked(call, services, place, outcome);
      } finally {
        if (one) one.place = undefined;
        line.leave(place);
      }
    };
    return flow;
  }

  #butForTheLine(flow: IvrFlow): IvrFlow {
    return async (call, services) => {
      const next = await flow(call, services);
      if (next?.name !== 'operator') return next && this.#butForTheLine(next);
      const { queue, ...joining } = (next.given ?? {}) as Joining & { queue?: string };
      return this.#butForTheLine(this.waits(queue ?? '', joining));
    };
  }
}

async function talked(
  call: Call,
  { talks, callbacks }: IvrServices,
  { queue, sinceMs, waitsSinceMs, emergency }: Place,
  { leg, operatorId }: NonNullable<Place['answeredBy']>,
): Promise<IvrFlow> {
  call.result = 'talked';
  if (call.number !== null) callbacks.talkedTo(call.number);
  const end = await talks.talk(call, leg, operatorId, Date.now() - waitsSinceMs);
  return afterTalk(end, { queue, sinceMs, emergency });
}
