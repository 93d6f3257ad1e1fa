import type { Company } from '../config/company.ts';
import { codeOf } from '../errors.ts';
import type { Logger } from '../log.ts';
import { Call } from '../telephony/call/call.ts';
import type { CallParts } from '../telephony/call/call-parts.ts';
import { type Arrival, onArrival } from '../telephony/call/incoming.ts';
import { run } from '../telephony/call/runner.ts';
import { arrive } from './flows/arrive.ts';
import { detour } from './flows/detour.ts';
import { giveUp } from './flows/give-up.ts';
import { operator } from './flows/operator.ts';
import { trouble } from './flows/trouble.ts';
import { unavailable } from './flows/unavailable.ts';
import { hotlineOf, type IvrServices, personQueue } from './services.ts';
import type { Known } from './who-calls.ts';

export interface AnswerParts extends CallParts {
  company: Company;
  services: IvrServices;
  log: Logger;
  /** Any form a trunk writes to E.164, or null. */
  normalise: (from: string) => string | null;
  /** Who has this number, by what is on record. Null: the number was withheld. */
  identify: (number: string | null) => Promise<Known>;
}

/** Answers every call that comes in: finds the hotline, makes the call, and leads it through its conversation. */
export function answerCalls(parts: AnswerParts): () => void {
  return onArrival(parts.node, (arrival) => answerCall(arrival, parts));
}

/** Leads one call that has come in; one that is led already is left as it is. */
export function answerCall(arrival: Arrival, parts: AnswerParts): void {
  if (parts.live.has(arrival.channelId)) return;
  lead(arrival, parts).catch((error) =>
    parts.log.error({ err: error, callId: arrival.channelId }, 'a call could not be ended'),
  );
}

async function lead(arrival: Arrival, parts: AnswerParts): Promise<void> {
  const hotline = parts.company.hotlines.find((one) => one.numbers.includes(arrival.dialled));
  if (!hotline) {
    // The dialplan lets only hotlines through; a number that has left the company file since is no longer answered.
    await parts.node.ari('channels', 'hangup', { channelId: arrival.channelId, reason: 'unallocated' });
    return;
  }
  const number = parts.normalise(arrival.from);
  const [language = 'uk'] = hotline.languages;
  const call = new Call(
    { id: arrival.channelId, direction: 'in', hotline: hotline.id, number, language, arrivedAt: arrival.at },
    parts,
  );
  call.step({ kind: 'arrived', hotline: hotline.id, number, direction: 'in' });
  const first = arrive(
    () => parts.identify(number),
    (error) => parts.log.error({ err: error, callId: call.id }, 'a caller could not be looked up'),
  );
  await run(call, first, runOptions(call, parts));
}

/** How an incoming call is led: its longest time, and who helps when a flow fails. */
export function runOptions(call: Call, parts: Pick<AnswerParts, 'services' | 'log'>) {
  const hotline = hotlineOf(call, parts.services);
  return {
    services: parts.services,
    log: parts.log,
    longestMs: hotline.longestCallMin * 60_000,
    afterBug: trouble(operator(personQueue(hotline))),
    afterSecondBug: giveUp,
    afterFault: (error: unknown) => (codeOf(error) === 'db.away' ? unavailable : null),
    detour,
  };
}
