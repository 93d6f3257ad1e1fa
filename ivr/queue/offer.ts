import type { Logger } from '../../log.ts';
import type { Call } from '../../telephony/call/call.ts';
import { NotReached } from '../../telephony/call/dial.ts';
import { type Leg, ringOperator } from '../../telephony/call/leg.ts';
import { waitFor } from '../../telephony/call/waiting.ts';
import type { Operators } from './operators.ts';

export type OfferOutcome =
  | { kind: 'answered'; leg: Leg }
  | { kind: 'missed' | 'rejected' | 'unreachable' | 'caller-left' | 'answered-elsewhere' | 'desk-lost' };

/** What a desk says to an offer; the floor passes it on. */
export interface DeskAnswers {
  onCardShown(operatorId: number, callId: string, listener: () => void): () => void;
  onReject(operatorId: number, callId: string, listener: () => void): () => void;
}

export interface OfferParts {
  operators: Operators;
  answers: DeskAnswers;
  log: Logger;
  offerMs: (queue: string) => number;
  /** The dial string of an operator's phone. */
  endpointOf: (operatorId: number) => string;
}

/** Who is offered to whom. */
export interface Offered {
  call: Call;
  operatorId: number;
  queue: string;
  /** He was kept for this caller, and is in no other state than one who is rung. */
  reserved: boolean;
  /** The colleague who wants help with a call that he leads. */
  askedBy?: number;
}

/** What ends an offer from the caller's side. */
export interface OfferEnds {
  /** The caller has left the line. */
  left: AbortSignal;
  /** Somebody else, whose phone rang, too, has picked up. */
  elsewhere: AbortSignal;
}

/** A desk that has not drawn the card by then is not a desk that anyone looks at. */
const cardMs = 2_000;

/**
 * Offers one call to one operator: the card first, then the ringing phone, so that the card is always open before the
 * operator can answer. Ends by itself in every case; presence follows.
 */
export async function offerCall(
  offered: Offered,
  { left, elsewhere }: OfferEnds,
  parts: OfferParts,
): Promise<OfferOutcome> {
  const { operators } = parts;
  const { call, operatorId, queue, reserved } = offered;
  if (!reserved) operators.offered(operatorId, queue);
  call.step({ kind: 'offered', operatorId, queue });
  const rejected = new AbortController();
  const deskLost = new AbortController();
  const stopListening = [
    parts.answers.onReject(operatorId, call.id, () => rejected.abort()),
    operators.onDeskLost(operatorId, () => deskLost.abort()),
  ];
  const over = AbortSignal.any([left, elsewhere, call.signal, rejected.signal, deskLost.signal]);
  let outcome: OfferOutcome;
  try {
    outcome = await ringWithCard(offered, over, parts);
  } catch (error) {
    if (rejected.signal.aborted) outcome = { kind: 'rejected' };
    else if (left.aborted || call.signal.aborted) outcome = { kind: 'caller-left' };
    else if (elsewhere.aborted) outcome = { kind: 'answered-elsewhere' };
    else if (deskLost.signal.aborted) outcome = { kind: 'desk-lost' };
    else outcome = failedOffer(error, { callId: call.id, operatorId }, parts.log);
  } finally {
    for (const stop of stopListening) stop();
  }
  if (outcome.kind !== 'answered') {
    const how = outcome.kind === 'desk-lost' ? 'unreachable' : outcome.kind;
    call.step({ kind: 'offer-ended', operatorId, how });
    operators.setDesk(operatorId, null);
  }
  // Who logged out while it rang is offline already.
  if (operators.of(operatorId).state === 'ringing') operators.change(operatorId, outcome.kind);
  else if (outcome.kind === 'answered') {
    await outcome.leg.hangUp();
    return { kind: 'desk-lost' };
  }
  return outcome;
}

async function ringWithCard(
  { call, operatorId, queue, askedBy }: Offered,
  over: AbortSignal,
  parts: OfferParts,
): Promise<OfferOutcome> {
  const shown = waitFor<true>((done) => parts.answers.onCardShown(operatorId, call.id, () => done(true)), {
    signal: over,
    limitMs: cardMs,
  });
  shown.catch(() => undefined);
  const since = new Date();
  parts.operators.setDesk(operatorId, { callId: call.id, stage: 'ringing', held: false, since, askedBy });
  if (!(await shown)) return { kind: 'unreachable' };
  const leg = await ringOperator(
    call.node,
    operatorId,
    {
      callId: call.id,
      endpoint: parts.endpointOf(operatorId),
      callerNumber: call.number ?? 'anonymous',
      ringMs: parts.offerMs(queue),
      headers: { 'X-Holos-Call': call.id },
    },
    over,
  );
  return { kind: 'answered', leg };
}

/** A fault of ours must cost the caller nothing but time, and must not leave the operator ringing for ever. */
function failedOffer(
  error: unknown,
  where: { callId: string; operatorId: number },
  log: Logger,
): OfferOutcome {
  if (!(error instanceof NotReached)) {
    log.error({ err: error, ...where }, 'an offer failed');
    return { kind: 'unreachable' };
  }
  if (error.reason === 'no-answer') return { kind: 'missed' };
  if (error.reason === 'busy' || error.reason === 'rejected') return { kind: 'rejected' };
  return { kind: 'unreachable' };
}
