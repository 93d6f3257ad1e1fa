import type { Logger } from '../../log.ts';
import type { Call } from '../../telephony/call/call.ts';
import { NotReached } from '../../telephony/call/dial.ts';
import { type Leg, ringOperator } from '../../telephony/call/leg.ts';
import { waitFor } from '../../telephony/call/waiting.ts';
import { askAnew } from './ask-anew.ts';
import { isEnd, nextOffer, type OfferEnd, type OfferEvent, type OfferState } from './offer-table.ts';
import type { Operators } from './operators.ts';
import type { Silence } from './silent-phones.ts';

export type OfferOutcome = { kind: 'answered'; leg: Leg } | { kind: Exclude<OfferEnd, 'answered'> };

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
  /** Told that he has rejected or missed the caller, before he is free for another. */
  onRefused?: () => void;
}

/** What ends an offer from the caller's side. */
export interface OfferEnds {
  /** The caller has left the line. */
  left: AbortSignal;
  /** Somebody else, whose phone rang, too, has picked up. */
  elsewhere: AbortSignal;
  /** A supervisor has sent the caller to others. */
  moved: AbortSignal;
}

/** A desk that has not drawn the card by then is not a desk that anyone looks at. */
const cardMs = 2_000;
/** When that is found out so much later, this process has stood still, and perhaps the desk with it. */
const lateMs = 250;

/**
 * Offers one call to one operator: the card first, then the ringing phone, so that the card is always open before the
 * operator can answer. Ends by itself in every case; presence follows.
 */
export async function offerCall(
  offered: Offered,
  { left, elsewhere, moved }: OfferEnds,
  parts: OfferParts,
): Promise<OfferOutcome> {
  const { operators, answers } = parts;
  const { call, operatorId, queue } = offered;
  if (!offered.reserved) operators.offered(operatorId, queue);
  call.step({ kind: 'offered', operatorId, queue });
  const offer = new Offer();
  const stopListening = [
    answers.onReject(operatorId, call.id, () => offer.hear('rejected')),
    operators.onDeskLost(operatorId, () => offer.hear('desk-lost')),
    whenFired(left, () => offer.hear('caller-left')),
    whenFired(call.signal, () => offer.hear('caller-left')),
    whenFired(elsewhere, () => offer.hear('picked-up-elsewhere')),
    whenFired(moved, () => offer.hear('moved')),
  ];
  let leg: Leg | undefined;
  try {
    leg = await ringWithCard(offered, offer, parts);
  } catch (error) {
    // What ended the offer is known already where the error is only that it has ended.
    if (!offer.over.aborted) offer.fails(error, failureOf(error, { callId: call.id, operatorId }, parts.log));
  } finally {
    for (const stop of stopListening) stop();
  }
  const outcome = offer.end;
  // A phone that was picked up in vain is silent before its operator may be rung again.
  if (outcome !== 'answered') await hangUp(leg, parts.log);
  if (outcome !== 'answered') {
    call.step({ kind: 'offer-ended', operatorId, how: toldOf(outcome, offered) });
    operators.setDesk(operatorId, null);
  }
  if (outcome === 'rejected' || outcome === 'missed') offered.onRefused?.();
  // Who logged out while it rang is offline already.
  const isThere = operators.of(operatorId).state === 'ringing';
  if (outcome === 'unreachable') void askAnew(call, parts.endpointOf(operatorId), parts.log);
  if (isThere && outcome === 'unreachable') operators.silent(operatorId, offer.silence);
  else if (isThere && outcome !== 'unreachable') operators.change(operatorId, outcome);
  if (leg && outcome === 'answered' && isThere) return { kind: outcome, leg };
  await hangUp(leg, parts.log);
  return { kind: outcome === 'answered' ? 'desk-lost' : outcome };
}

/** As the log has it: where a colleague was asked it is not the caller who did not wait. */
function toldOf(outcome: Exclude<OfferEnd, 'answered'>, { call, askedBy }: Offered) {
  if (outcome === 'desk-lost') return 'unreachable';
  const isWithdrawn = outcome === 'caller-left' && askedBy !== undefined && !call.signal.aborted;
  return isWithdrawn ? 'withdrawn' : outcome;
}

/** Whatever Asterisk says to it, the operator is free. */
async function hangUp(leg: Leg | undefined, log: Logger): Promise<void> {
  try {
    await leg?.hangUp();
  } catch (error) {
    log.error({ err: error, channelId: leg?.channelId }, 'a phone could not be hung up');
  }
}

/** One offer on its way through the table. */
class Offer {
  #state: OfferState = 'showing';
  readonly #over = new AbortController();
  readonly #beganAtMs = performance.now();
  #isOurs = false;

  /** Fires when the offer has ended without being answered. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  /** How it ended. One that nothing has ended is a fault of ours. */
  get end(): OfferEnd {
    return isEnd(this.#state) ? this.#state : 'unreachable';
  }

  /** What there is to say of a phone that was to ring for this offer, and did not. */
  get silence(): Omit<Silence, 'operatorId'> {
    return { beganAtMs: this.#beganAtMs, endedAtMs: performance.now(), isOurs: this.#isOurs };
  }

  /** The phone was not rung. What is no answer of a phone is a fault of ours, or Asterisk was away. */
  fails(error: unknown, event: OfferEvent): void {
    this.#isOurs = !(error instanceof NotReached);
    this.hear(event);
  }

  /** The desk has shown the card, or has had the time for it. */
  shown(isShown: boolean): void {
    this.#isOurs = performance.now() - this.#beganAtMs > cardMs + lateMs;
    this.hear(isShown ? 'card-shown' : 'no-card');
  }

  hear(event: OfferEvent): void {
    const next = nextOffer(this.#state, event);
    if (next === null) return;
    this.#state = next;
    if (isEnd(next) && next !== 'answered') this.#over.abort();
  }
}

async function ringWithCard(
  { call, operatorId, queue, askedBy }: Offered,
  offer: Offer,
  { operators, answers, endpointOf, offerMs }: OfferParts,
): Promise<Leg | undefined> {
  const shown = waitFor<true>((done) => answers.onCardShown(operatorId, call.id, () => done(true)), {
    signal: offer.over,
    limitMs: cardMs,
  });
  shown.catch(() => undefined);
  const since = new Date();
  operators.setDesk(operatorId, { callId: call.id, stage: 'ringing', held: false, since, askedBy });
  const isShown = await shown;
  offer.shown(isShown === true);
  if (offer.over.aborted) return undefined;
  const leg = await ringOperator(
    call.node,
    operatorId,
    {
      callId: call.id,
      endpoint: endpointOf(operatorId),
      callerNumber: call.number ?? 'anonymous',
      ringMs: offerMs(queue),
      headers: { 'X-Holos-Call': call.id },
    },
    offer.over,
  );
  offer.hear('picked-up');
  return leg;
}

/** A fault of ours must cost the caller nothing but time, and must not leave the operator ringing for ever. */
function failureOf(
  error: unknown,
  where: { callId: string; operatorId: number },
  log: Logger,
): 'not-picked-up' | 'phone-refused' | 'phone-failed' {
  if (!(error instanceof NotReached)) {
    log.error({ err: error, ...where }, 'an offer failed');
    return 'phone-failed';
  }
  if (error.reason === 'no-answer') return 'not-picked-up';
  if (error.reason === 'busy' || error.reason === 'rejected') return 'phone-refused';
  return 'phone-failed';
}

function whenFired(signal: AbortSignal, listener: () => void): () => void {
  if (signal.aborted) listener();
  signal.addEventListener('abort', listener);
  return () => signal.removeEventListener('abort', listener);
}
