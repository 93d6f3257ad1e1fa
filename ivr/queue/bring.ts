import type { Consulted } from '../../events.ts';
import type { Call } from '../../telephony/call/call.ts';
import { NotReached } from '../../telephony/call/dial.ts';
import { ringDutyPhone } from '../../telephony/call/duty-phone.ts';
import type { Leg } from '../../telephony/call/leg.ts';
import type { Helper } from './consult.ts';
import { type OfferParts, offerCall } from './offer.ts';
import type { Operators } from './operators.ts';

const ringOutsideMs = 40_000;

export interface BringParts extends OfferParts {
  /** How a telephone outside is dialled, and which number it shows. */
  outside: (number: string, hotline: string) => { endpoint: string; callerNumber: string };
}

/**
 * Rings a colleague, with the card of the call, or a telephone outside, for a call that somebody else leads.
 * @throws NotReached, also for a colleague who is not free; the signal's reason
 */
export async function bring(
  call: Call,
  who: Consulted,
  askedBy: number,
  signal: AbortSignal,
  parts: BringParts,
): Promise<Helper> {
  if ('number' in who) {
    const { endpoint, callerNumber } = parts.outside(who.number, call.hotline);
    const dialling = { callId: call.id, endpoint, callerNumber, ringMs: ringOutsideMs, originator: call.id };
    return { telephone: await ringDutyPhone(call.node, dialling, signal), left: () => undefined };
  }
  return bringColleague(call, who.operatorId, askedBy, signal, parts);
}

async function bringColleague(
  call: Call,
  operatorId: number,
  askedBy: number,
  signal: AbortSignal,
  parts: BringParts,
): Promise<Helper> {
  const { operators } = parts;
  // He was free when he was asked for: in the seconds that the music took somebody else has come to him.
  if (!operators.isFree(operatorId)) throw new NotReached('busy', { operatorId });
  const queue = operators.queueOf(askedBy) ?? '';
  const never = new AbortController().signal;
  const offer = { call, operatorId, queue, reserved: false, askedBy };
  const outcome = await offerCall(offer, { left: signal, elsewhere: never, moved: never }, parts);
  if (outcome.kind !== 'answered')
    throw new NotReached(outcome.kind === 'rejected' ? 'rejected' : 'no-answer', { operatorId });
  return helping(call, outcome.leg, askedBy, operators);
}

/** A colleague who helps with a call that somebody else leads: it stands on his desk, and is off it when he has left. */
export function helping(call: Call, leg: Leg, askedBy: number, operators: Operators): Helper {
  const { operatorId } = leg;
  const since = new Date();
  operators.setDesk(operatorId, { callId: call.id, stage: 'talking', held: false, since, askedBy });
  return {
    telephone: leg,
    left() {
      operators.setDesk(operatorId, null);
      operators.change(operatorId, 'talk-ended');
    },
  };
}
