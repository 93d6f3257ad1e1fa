import type { Bus } from '../../events.ts';
import type { Call } from '../../telephony/call/call.ts';
import { NotReached } from '../../telephony/call/dial.ts';
import { type Leg, ringOperator } from '../../telephony/call/leg.ts';
import { waitFor } from '../../telephony/call/waiting.ts';
import type { Operators } from './operators.ts';

export type OfferOutcome =
  | { kind: 'answered'; leg: Leg }
  | { kind: 'missed' | 'rejected' | 'unreachable' | 'caller-left' };

/** What a desk says to an offer; the floor passes it on. */
export interface DeskAnswers {
  onCardShown(operatorId: number, callId: string, listener: () => void): () => void;
  onReject(operatorId: number, callId: string, listener: () => void): () => void;
}

export interface OfferParts {
  operators: Operators;
  answers: DeskAnswers;
  bus: Bus;
  offerMs: (queue: string) => number;
  /** The dial string of an operator's phone. */
  endpointOf: (operatorId: number) => string;
}

/** A desk that has not drawn the card by then is not a desk that anyone looks at. */
const cardMs = 2_000;

/**
 * Offers one call to one operator: the card first, then the ringing phone, so that the card is always open before the
 * operator can answer. Ends by itself in every case; presence follows.
 */
export async function offerCall(
  call: Call,
  operatorId: number,
  queue: string,
  left: AbortSignal,
  parts: OfferParts,
): Promise<OfferOutcome> {
  const { operators } = parts;
  operators.change(operatorId, 'offered');
  call.step({ kind: 'offered', operatorId, queue });
  const rejected = new AbortController();
  const stopRejects = parts.answers.onReject(operatorId, call.id, () => rejected.abort());
  const over = AbortSignal.any([left, call.signal, rejected.signal]);
  let outcome: OfferOutcome;
  try {
    outcome = await ringWithCard(call, operatorId, queue, over, parts);
  } catch (error) {
    outcome = failedOffer(error, {
      rejected: rejected.signal.aborted,
      left: left.aborted || call.signal.aborted,
    });
  } finally {
    stopRejects();
  }
  if (outcome.kind !== 'answered') {
    call.step({ kind: 'offer-ended', operatorId, how: outcome.kind });
    operators.setDesk(operatorId, null);
  }
  operators.change(operatorId, outcome.kind);
  return outcome;
}

async function ringWithCard(
  call: Call,
  operatorId: number,
  queue: string,
  over: AbortSignal,
  parts: OfferParts,
): Promise<OfferOutcome> {
  const shown = waitFor<true>((done) => parts.answers.onCardShown(operatorId, call.id, () => done(true)), {
    signal: over,
    limitMs: cardMs,
  });
  shown.catch(() => undefined);
  parts.operators.setDesk(operatorId, { callId: call.id, stage: 'ringing', held: false, since: new Date() });
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

function failedOffer(error: unknown, how: { rejected: boolean; left: boolean }): OfferOutcome {
  if (how.rejected) return { kind: 'rejected' };
  if (how.left) return { kind: 'caller-left' };
  if (!(error instanceof NotReached)) throw error;
  if (error.reason === 'no-answer') return { kind: 'missed' };
  if (error.reason === 'busy' || error.reason === 'rejected') return { kind: 'rejected' };
  return { kind: 'unreachable' };
}
