import type { CallEnd } from '../events.ts';
import { Call } from '../telephony/call/call.ts';
import { handInLeft, isOutside, isWithoutAPerson } from './go-on.ts';
import type { TakeUpParts, Unfinished } from './take-up-calls.ts';

/** The call ended while nobody was looking, or was never answered: its end, at this time, is written now. */
export async function endedMeanwhile(one: Unfinished, at: Date, parts: TakeUpParts): Promise<void> {
  const call = new Call(one, parts);
  call.result = resultOf(one);
  // Nobody is promised anything before he is answered.
  call.answered = one.isPromised;
  // Who was sent on and hung up there was talked to, and has waited in vain all the same.
  if (hasGivenUp(one) && one.number !== null)
    parts.services.callbacks.gaveUp({ callId: one.id, number: one.number, hotline: one.hotline });
  // The call has its end all the same.
  await handInLeft(one.flow, call, parts.services).catch((error) =>
    parts.log.error({ err: error, callId: one.id }, 'a message left at its review could not be handed in'),
  );
  call.over('controller-lost', at);
  await call.finish('controller-lost');
}

/** What it had come to for the caller when nobody led it any more. */
function resultOf(one: Unfinished): CallEnd['result'] {
  if (one.hasTalked) return 'talked';
  if (hasGivenUp(one)) return 'abandoned';
  return one.isPromised ? 'served' : 'failed';
}

/** He wanted a person, and has hung up without one: in the line, or where he was on his way to none. */
function hasGivenUp({ waiting, flow, isPromised, hasTalked }: Unfinished): boolean {
  if (waiting !== null) return true;
  return !isPromised && isWithoutAPerson(flow) && !(isOutside(flow) && hasTalked);
}
