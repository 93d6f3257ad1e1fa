import type { Bus, QueuedCall } from '../../events.ts';
import type { Logger } from '../../log.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { Leg } from '../../telephony/call/leg.ts';
import { type OfferOutcome, type OfferParts, offerCall } from './offer.ts';
import type { Operators } from './operators.ts';
import { inOrder, nextOffers, type WaitingCaller } from './order.ts';

/** What waiting came to: an operator picked up, or nobody is on the floor any more. */
export type WaitOutcome = { kind: 'answered'; leg: Leg; operatorId: number } | { kind: 'unstaffed' };

/** An operator who said no to a caller is not offered this caller again for so long. */
const refusedForMs = 10_000;

/** One caller's place in the line. */
export class Place implements WaitingCaller {
  readonly call: Call;
  readonly queue: string;
  readonly sinceMs: number;
  readonly refusedUntilMs = new Map<number, number>();
  readonly outcome: Promise<WaitOutcome>;
  offered = false;
  /** The operator who picked up, until the talk takes him over: a caller who goes in between must not leave him stuck. */
  answeredBy: { leg: Leg; operatorId: number } | undefined;
  readonly #settle: (outcome: WaitOutcome) => void;
  readonly #left = new AbortController();

  /** Waits on although nobody is on the floor: the caller was told and stayed. */
  readonly patient: boolean;

  /** Goes before all who have none. */
  readonly emergency: boolean;

  constructor(call: Call, queue: string, how: Pick<Place, 'sinceMs' | 'patient' | 'emergency'>) {
    this.call = call;
    this.patient = how.patient;
    this.emergency = how.emergency;
    this.queue = queue;
    this.sinceMs = how.sinceMs;
    let settle: (outcome: WaitOutcome) => void = () => undefined;
    this.outcome = new Promise((resolve) => {
      settle = resolve;
    });
    this.#settle = settle;
  }

  get callId(): string {
    return this.call.id;
  }

  /** Fires when the caller has left the line: an offer under way is taken back. */
  get left(): AbortSignal {
    return this.#left.signal;
  }

  settle(outcome: WaitOutcome): void {
    if (outcome.kind === 'answered') this.answeredBy = outcome;
    this.#settle(outcome);
  }

  leave(): void {
    this.#left.abort();
  }
}

/** The line of waiting callers, and the one place where callers and operators are brought together. */
export class WaitingLine {
  #places: Place[] = [];
  readonly #bus: Bus;
  readonly #log: Logger;
  readonly #operators: Operators;
  readonly #offerParts: Omit<OfferParts, 'operators' | 'log'>;
  readonly #moved = new Set<() => void>();
  #retry: NodeJS.Timeout | undefined;

  constructor(parts: {
    bus: Bus;
    log: Logger;
    operators: Operators;
    offers: Omit<OfferParts, 'operators' | 'log'>;
  }) {
    this.#bus = parts.bus;
    this.#log = parts.log;
    this.#operators = parts.operators;
    this.#offerParts = parts.offers;
    parts.bus.on('operator', () => this.match());
  }

  get staffed(): boolean {
    return this.#operators.staffed;
  }

  /**
   * Joins at the end, or keeps the place that a caller had before (`sinceMs`). The step is written before anybody is
   * offered the call.
   */
  join(call: Call, queue: string, { sinceMs = Date.now(), patient = false, emergency = false } = {}): Place {
    const place = new Place(call, queue, { sinceMs, patient, emergency });
    this.#places = inOrder([...this.#places, place]);
    call.step({ kind: 'waiting', queue, position: this.position(place), ...(emergency && { emergency }) });
    this.#changed(queue);
    this.match();
    return place;
  }

  /** The talk begins: the place is given up, the operator is the talk's now. */
  take(place: Place): void {
    place.answeredBy = undefined;
    this.leave(place);
  }

  leave(place: Place): void {
    if (!this.#places.includes(place)) return;
    place.leave();
    if (place.answeredBy) this.#sendBack(place.answeredBy);
    this.#places = this.#places.filter((one) => one !== place);
    this.#changed(place.queue);
    this.match();
  }

  /** 1 for the caller who is next. */
  position(place: Place): number {
    return this.#places.filter((one) => one.queue === place.queue).indexOf(place) + 1;
  }

  onMoved(listener: () => void): () => void {
    this.#moved.add(listener);
    return () => this.#moved.delete(listener);
  }

  waiting(): { queue: string; waiting: QueuedCall[] }[] {
    const queues = [...new Set(this.#places.map((place) => place.queue))];
    return queues.map((queue) => ({ queue, waiting: this.#waitingIn(queue) }));
  }

  /** Offers waiting callers to free operators. Called whenever either changes. */
  match(): void {
    clearTimeout(this.#retry);
    this.#sendAwayWhereNobodyIs();
    const now = Date.now();
    // One who has hung up stands here until his flow has noticed; to offer him again and again would stop everything.
    const there = this.#places.filter((place) => !place.call.signal.aborted);
    for (const offer of nextOffers(now, there, this.#operators.free())) {
      const place = this.#places.find((one) => one.callId === offer.callId);
      if (place) this.#offer(place, offer.operatorId);
    }
    this.#matchAgainWhenRefusalsEnd(now);
  }

  close(): void {
    clearTimeout(this.#retry);
  }

  #offer(place: Place, operatorId: number): void {
    place.offered = true;
    offerCall(place.call, operatorId, place.queue, place.left, {
      ...this.#offerParts,
      operators: this.#operators,
      log: this.#log,
    })
      .then((outcome) => this.#offerEnded(place, operatorId, outcome))
      .catch((error) => this.#offerFailed(place, operatorId, error));
  }

  #offerEnded(place: Place, operatorId: number, outcome: OfferOutcome): void {
    if (outcome.kind === 'answered') {
      if (place.left.aborted) this.#sendBack({ leg: outcome.leg, operatorId });
      else place.settle({ kind: 'answered', leg: outcome.leg, operatorId });
      return;
    }
    place.offered = false;
    // Who missed the call is asked again when he says that he is ready, and who lost his desk when it is back.
    if (outcome.kind === 'rejected') place.refusedUntilMs.set(operatorId, Date.now() + refusedForMs);
    this.match();
  }

  /** The place stays, somebody else is asked. */
  #offerFailed(place: Place, operatorId: number, error: unknown): void {
    this.#log.error({ err: error, callId: place.callId, operatorId }, 'an offer could not be ended');
    this.#offerEnded(place, operatorId, { kind: 'unreachable' });
  }

  /** The caller went in the very moment the operator picked up. */
  #sendBack({ leg, operatorId }: { leg: Leg; operatorId: number }): void {
    leg.hangUp().catch((error) => this.#log.error({ err: error, operatorId }, 'a leg could not be hung up'));
    this.#operators.setDesk(operatorId, null);
    this.#operators.change(operatorId, 'talk-ended');
  }

  #sendAwayWhereNobodyIs(): void {
    if (this.#operators.staffed) return;
    for (const place of this.#places)
      if (!place.offered && !place.patient) place.settle({ kind: 'unstaffed' });
  }

  #matchAgainWhenRefusalsEnd(now: number): void {
    const ends = this.#places
      .flatMap((place) => [...place.refusedUntilMs.values()])
      .filter((end) => end > now);
    if (ends.length) this.#retry = setTimeout(() => this.match(), Math.min(...ends) - now + 1);
  }

  #waitingIn(queue: string): QueuedCall[] {
    return this.#places
      .filter((place) => place.queue === queue)
      .map(({ callId, sinceMs, emergency }) => ({ callId, since: new Date(sinceMs), emergency }));
  }

  #changed(queue: string): void {
    this.#bus.emit('queue', { queue, waiting: this.#waitingIn(queue) });
    for (const listener of [...this.#moved]) listener();
  }
}
