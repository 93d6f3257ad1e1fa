import { codeOf } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { AsteriskNode } from '../../telephony/asterisk/node.ts';
import type { Call } from '../../telephony/call/call.ts';
import { NotReached } from '../../telephony/call/dial.ts';
import { type Leg, ringOperator } from '../../telephony/call/leg.ts';
import { linkIsBack } from '../../telephony/call/link-loss.ts';
import { untilFired, waitFor } from '../../telephony/call/waiting.ts';
import { within } from '../../time-limit.ts';
import { askAnew } from './ask-anew.ts';
import type { Operators } from './operators.ts';

/** How often the sound from a browser is looked at while its desk is away; seldom while it is there, so that it is known since when it stands still. */
const lookMs = 400;
const lookAtOpenDeskMs = 2_000;
/** How long it may stand still before the operator counts as lost; shorter when the desk is back with a new page. */
const stillMs = 3_000;
const stillAfterReturnMs = 1_000;
/** After a start of the controller every desk is away for a moment: that alone proves less. */
const stillAfterStartMs = 10_000;
const returnRingMs = 8_000;
/** How long a phone has to answer that it is there, before it is rung again. */
const askedAnewMs = 300;

export interface LostPhoneParts {
  operators: Operators;
  endpointOf: (operatorId: number) => string;
  log: Logger;
}

/**
 * A browser that was closed says nothing: its sound just stops. Sound alone proves nothing (a phone may be silent), so it
 * counts only when the desk is away, or was opened anew since this phone was picked up.
 * @returns how to stop looking
 */
export function whenSoundStops(leg: Leg, { operators, log }: LostPhoneParts, lost: () => void): () => void {
  const { operatorId, channelId, pickedUpAtMs } = leg;
  let packets = -1;
  let movedAtMs = performance.now();
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let told = false;
  const unknown = (error: unknown) => {
    if (!told) log.warn({ err: error, channelId }, 'a phone cannot be listened to');
    told = true;
    return null;
  };
  const timer = setInterval(async () => {
    // What kind of phone it is, only the desk says: after a restart that comes later. A SIP phone may be silent for long.
    if (operators.phone(operatorId).kind === 'sip') return;
    const openedAtMs = operators.openedAtMs(operatorId);
    const hasReturned = openedAtMs > pickedUpAtMs;
    const isSuspect = hasReturned || !operators.isDeskOpen(operatorId);
    if (!isSuspect && performance.now() - lookedAtMs < lookAtOpenDeskMs) return;
    lookedAtMs = performance.now();
    const awayMs = openedAtMs === 0 ? stillAfterStartMs : stillMs;
    const seen = await leg.packetsReceived().catch((error) => unknown(error));
    // Without an answer nothing is known; the leg's own end, or the link's, tells then.
    if (seen === null || seen !== packets) movedAtMs = performance.now();
    if (seen !== null) packets = seen;
    if (isSuspect && performance.now() - movedAtMs >= (hasReturned ? stillAfterReturnMs : awayMs)) lost();
  }, lookMs);
  return () => clearInterval(timer);
}

/** What a talk waits for on the side of its operator. */
export interface OperatorsSide {
  leg: Leg;
  /** Fires when the operator, or somebody for him, ends the talk. */
  ended: AbortSignal;
}

/** Who puts a telephone down (Q.850: normal clearing, and normal, unspecified). */
const putDown: ReadonlySet<number> = new Set([16, 31]);

/**
 * A SIP phone that is put down is an operator who ends the talk. One without power or cable is lost: no sound comes from it, and
 * Asterisk gives it up after 30 s (44, seen with Asterisk 22.10). A browser's phone only hangs up when it is lost.
 */
async function whyGone(leg: Leg, { operators }: LostPhoneParts): Promise<'lost' | 'ended'> {
  const cause = await leg.cause;
  const { kind, state } = operators.phone(leg.operatorId);
  if (kind !== 'sip') return 'lost';
  return (cause === null ? state === 'registered' : putDown.has(cause)) ? 'ended' : 'lost';
}

/** Waits for the end of the talk, or for the loss of its phone; where there is a call already: @throws the call's reason */
export async function lostOrEnded(
  { leg, ended }: OperatorsSide,
  { signal }: Partial<Pick<Call, 'signal'>>,
  parts: LostPhoneParts,
): Promise<'lost' | 'ended'> {
  const why = await waitFor<'lost' | 'ended'>(
    (done) => {
      const end = () => done('ended');
      const gone = () => void whyGone(leg, parts).then(done);
      if (ended.aborted) end();
      if (leg.gone.aborted) gone();
      ended.addEventListener('abort', end);
      leg.gone.addEventListener('abort', gone);
      const stopLooking = whenSoundStops(leg, parts, () => done('lost'));
      return () => {
        ended.removeEventListener('abort', end);
        leg.gone.removeEventListener('abort', gone);
        stopLooking();
      };
    },
    { signal },
  );
  return why ?? 'ended';
}

/** The call for which an operator's phone is rung. */
export type RungFor = Pick<Call, 'id' | 'node' | 'number'>;

/** Rings the phone of a lost operator as soon as it is there again, and as often as it takes. Null when `limit` fires before. */
export async function ringAgain(
  call: RungFor,
  operatorId: number,
  parts: LostPhoneParts,
  limit: AbortSignal,
): Promise<Leg | null> {
  const dialling = {
    callId: call.id,
    endpoint: parts.endpointOf(operatorId),
    callerNumber: call.number ?? 'anonymous',
    ringMs: returnRingMs,
    headers: { 'X-Holos-Call': call.id, 'X-Holos-Resume': '1' },
  };
  while (!limit.aborted) {
    if (!(await phoneIsThere(operatorId, parts, limit))) return null;
    try {
      return await ringOperator(call.node, operatorId, dialling, limit);
    } catch (error) {
      if (limit.aborted) return null;
      if (codeOf(error) === 'ari.down') {
        await untilUp(call.node, limit);
        continue;
      }
      if (!(error instanceof NotReached)) throw error;
      // The registration may still be that of the closed page: wait for the next word from the desk. A SIP phone is not picked up at once.
      if (parts.operators.phone(operatorId).kind !== 'sip')
        parts.operators.setPhone(operatorId, 'unregistered');
      await askAnew(call, dialling.endpoint, parts.log);
      await untilFired(within(askedAnewMs, limit));
    }
  }
  return null;
}

/** Or until `limit`. */
async function untilUp(node: AsteriskNode, limit: AbortSignal): Promise<void> {
  try {
    await linkIsBack(node, limit);
  } catch (reason) {
    if (!limit.aborted) throw reason;
  }
}

async function phoneIsThere(
  operatorId: number,
  { operators }: LostPhoneParts,
  limit: AbortSignal,
): Promise<boolean> {
  const isThere = () => operators.phone(operatorId).state === 'registered';
  try {
    await waitFor<true>(
      (done) => {
        if (isThere()) done(true);
        return operators.onPhone(operatorId, () => isThere() && done(true));
      },
      { signal: limit },
    );
    return true;
  } catch (reason) {
    if (limit.aborted) return false;
    throw reason;
  }
}
