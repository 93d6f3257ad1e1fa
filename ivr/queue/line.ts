import type { Language } from '../../config/company.ts';
import type { Bus, QueuedCall } from '../../events.ts';
import type { Logger } from '../../log.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { Leg } from '../../telephony/call/leg.ts';
import { type OfferOutcome, type OfferParts, offerCall } from './offer.ts';
import type { Operators } from './operators.ts';
import {
  inOrder,
  isStaffed,
  nextChangeMs,
  nextOffers,
  type OnFloor,
  positionOf,
  type WaitingCaller,
} from './order.ts';
import type { Rulebook } from './rulebook.ts';
import type { TalkCounts } from './talk-counts.ts';

/** What waiting came to: an operator picked up, or nobody who serves this queue is on the floor any more. */
export type WaitOutcome = { kind: 'answered'; leg: Leg; operatorId: number } | { kind: 'unstaffed' };

/** One caller's place in the line. */
export class Place implements WaitingCaller {
  readonly call: Call;
  readonly queue: string;
  readonly sinceMs: number;
  readonly offeredTo = new Set<number>();
  readonly refusedAtMs = new Map<number, number>();
  readonly outcome: Promise<WaitOutcome>;
  /** The operator who picked up, until the talk takes him over: a caller who goes in between must not leave him stuck. */
  answeredBy: { leg: Leg; operatorId: number } | undefined;
  readonly #settle: (outcome: WaitOutcome) => void;
  readonly #left = new AbortController();
  readonly #answered = new AbortController();

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

  get language(): Language {
    return this.call.language;
  }

  /** Fires when the caller has left the line: an offer under way is taken back. */
  get left(): AbortSignal {
    return this.#left.signal;
  }

  /** Fires when somebody has picked up: other phones that ring for this caller fall silent. */
  get answered(): AbortSignal {
    return this.#answered.signal;
  }

  /** One who has hung up stands in the line until his flow has noticed; who is answered, until the talk begins. */
  get waits(): boolean {
    return !this.call.signal.aborted && !this.answeredBy;
  }

  settle(outcome: WaitOutcome): void {
    if (outcome.kind === 'answered') {
      this.answeredBy = outcome;
      this.#answered.abort();
    }
    this.#settle(outcome);
  }

  leave(): void {
    this.#left.abort();
  }
}

export interface LineParts {
  bus: Bus;
  log: Logger;
  operators: Operators;
  rulebook: Rulebook;
  talks: TalkCounts;
  offers: Omit<OfferParts, 'operators' | 'log' | 'offerMs'>;
}

/** The line of waiting callers, and the one place where callers and operators are brought together. */
export class WaitingLine {
  #places: Place[] = [];
  readonly #bus: Bus;
  readonly #log: Logger;
  readonly #operators: Operators;
  readonly #rulebook: Rulebook;
  readonly #talks: TalkCounts;
  readonly #offerParts: LineParts['offers'];
  readonly #moved = new Set<() => void>();
  readonly #stops: (() => void)[];
  #again: NodeJS.Timeout | undefined;
  #matching = false;
  #matchWanted = false;

  constructor(parts: LineParts) {
    this.#bus = parts.bus;
    this.#log = parts.log;
    this.#operators = parts.operators;
    this.#rulebook = parts.rulebook;
    this.#talks = parts.talks;
    this.#offerParts = parts.offers;
    this.#stops = (['operator', 'queue-rules', 'skills'] as const).map((name) =>
      parts.bus.on(name, () => this.match()),
    );
  }

  /** Whether anybody is there who serves this queue. */
  isStaffed(queue: string): boolean {
    return isStaffed(queue, this.#floor(), this.#rulebook.of);
  }

  /**
   * Joins at the end, or keeps the place that a caller had before (`sinceMs`). The step is written before anybody is
   * offered the call.
   */
  join(call: Call, queue: string, { sinceMs = Date.now(), patient = false, emergency = false } = {}): Place {
    const place = new Place(call, queue, { sinceMs, patient, emergency });
    this.#places = [...this.#places, place];
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

  /** 1 for the caller who is next; 0 for one who is not in the line. */
  position(place: Place): number {
    return positionOf(Date.now(), place.callId, this.#places, this.#floor(), this.#rulebook.of);
  }

  onMoved(listener: () => void): () => void {
    this.#moved.add(listener);
    return () => this.#moved.delete(listener);
  }

  waiting(): { queue: string; waiting: QueuedCall[] }[] {
    const queues = [...new Set(this.#places.map((place) => place.queue))];
    return queues.map((queue) => ({ queue, waiting: this.#waitingIn(queue) }));
  }

  /** Offers waiting callers to free operators. Called whenever either changes; an offer changes both, so it may call itself. */
  match(): void {
    this.#matchWanted = true;
    if (this.#matching) return;
    this.#matching = true;
    try {
      while (this.#matchWanted) this.#matchOnce();
    } finally {
      this.#matching = false;
    }
  }

  #matchOnce(): void {
    this.#matchWanted = false;
    clearTimeout(this.#again);
    this.#sendAwayWhereNobodyIs();
    const now = Date.now();
    const there = this.#places.filter((place) => place.waits);
    for (const offer of nextOffers(now, there, this.#floor(), this.#rulebook.of)) {
      const place = there.find((one) => one.callId === offer.callId);
      if (place) this.#offer(place, offer.operatorId);
    }
    const next = nextChangeMs(now, there, this.#rulebook.of);
    if (next !== null) this.#again = setTimeout(() => this.match(), next - now);
  }

  close(): void {
    clearTimeout(this.#again);
    for (const stop of this.#stops) stop();
  }

  #floor(): OnFloor[] {
    return this.#operators.floor().map((one) => ({
      ...one,
      talks: this.#talks.of(one.operatorId),
      skills: this.#rulebook.skillsOf(one.operatorId),
    }));
  }

  #offer(place: Place, operatorId: number): void {
    place.offeredTo.add(operatorId);
    const ends = { left: place.left, elsewhere: place.answered };
    offerCall(place.call, operatorId, place.queue, ends, {
      ...this.#offerParts,
      offerMs: (queue) => this.#rulebook.of(queue).offerSeconds * 1000,
      operators: this.#operators,
      log: this.#log,
    })
      .then((outcome) => this.#offerEnded(place, operatorId, outcome))
      .catch((error) => this.#offerFailed(place, operatorId, error));
  }

  #offerEnded(place: Place, operatorId: number, outcome: OfferOutcome): void {
    place.offeredTo.delete(operatorId);
    if (outcome.kind === 'answered') {
      if (place.left.aborted || place.answeredBy) this.#sendBack({ leg: outcome.leg, operatorId });
      else place.settle({ kind: 'answered', leg: outcome.leg, operatorId });
      return;
    }
    // Who lost his desk is asked again when it is back.
    if (outcome.kind === 'rejected' || outcome.kind === 'missed')
      place.refusedAtMs.set(operatorId, Date.now());
    this.match();
  }

  /** The place stays, somebody else is asked. */
  #offerFailed(place: Place, operatorId: number, error: unknown): void {
    this.#log.error({ err: error, callId: place.callId, operatorId }, 'an offer could not be ended');
    this.#offerEnded(place, operatorId, { kind: 'unreachable' });
  }

  /** The caller went in the very moment the operator picked up, or somebody else was quicker. */
  #sendBack({ leg, operatorId }: { leg: Leg; operatorId: number }): void {
    leg.hangUp().catch((error) => this.#log.error({ err: error, operatorId }, 'a leg could not be hung up'));
    this.#operators.setDesk(operatorId, null);
    this.#operators.change(operatorId, 'talk-ended');
  }

  #sendAwayWhereNobodyIs(): void {
    for (const place of this.#places)
      if (place.waits && !place.patient && place.offeredTo.size === 0 && !this.isStaffed(place.queue))
        place.settle({ kind: 'unstaffed' });
  }

  #waitingIn(queue: string): QueuedCall[] {
    return inOrder(this.#places, this.#rulebook.of)
      .filter((place) => place.queue === queue)
      .map(({ callId, sinceMs, emergency }) => ({ callId, since: new Date(sinceMs), emergency }));
  }

  #changed(queue: string): void {
    this.#bus.emit('queue', { queue, waiting: this.#waitingIn(queue) });
    for (const listener of [...this.#moved]) listener();
  }
}
