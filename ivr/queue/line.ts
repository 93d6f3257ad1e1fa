import { HolosError } from '../../errors.ts';
import type { Bus, MoveTo, QueuedCall } from '../../events.ts';
import type { Call } from '../../telephony/call/call.ts';
import { sentElsewhere } from './elsewhere.ts';
import { estimateWaitMs } from './estimate.ts';
import type { HandlingTimes } from './handling-times.ts';
import { KeptPlace, type KeptPlaceFacts } from './kept-place.ts';
import { sendTo } from './move.ts';
import { Offers, type OffersParts } from './offers.ts';
import { isStaffed, nextOffers } from './order.ts';
import { Place, type WaitingHow } from './place.ts';
import { type AnyPlace, queuedIn, queuesOf } from './places.ts';
import { Standings } from './standings.ts';
import type { TalkCounts } from './talk-counts.ts';

export interface LineParts extends OffersParts {
  bus: Bus;
  talks: TalkCounts;
  handling: HandlingTimes;
}

/** How a caller joins; what is not said is as for one who has just come. */
export interface Joining extends Partial<WaitingHow> {
  /** Whose phone rings at once: he was reserved for this caller. */
  reserved?: number;
  /** Who is rung first, if he is free: a colleague sends the caller to him. */
  firstTo?: number;
  /** Who refused him before. */
  refusedAtMs?: ReadonlyMap<number, number>;
}

/** The line of waiting callers, and the one place where callers and operators are brought together. */
export class WaitingLine {
  #places: AnyPlace[] = [];
  readonly #parts: LineParts;
  readonly #offers: Offers;
  readonly #standings: Standings;
  readonly #moved = new Set<() => void>();
  readonly #stops: (() => void)[];
  #again: NodeJS.Timeout | undefined;
  #matching = false;
  #matchWanted = false;

  constructor(parts: LineParts) {
    this.#parts = parts;
    this.#offers = new Offers(parts, {
      inVain: () => this.match(),
      calledBack: (place, keepsPlace) => this.#calledBack(place, keepsPlace),
    });
    this.#standings = new Standings({
      ...parts,
      places: () => this.#places,
      refusedBy: (operatorId) => this.#offers.refusedBy(operatorId),
    });
    this.#stops = (['operator', 'afterwards', 'queue-rules', 'skills'] as const).map((name) =>
      parts.bus.on(name, () => this.match()),
    );
  }

  /** Whether anybody is there who serves this queue. */
  isStaffed(queue: string): boolean {
    return isStaffed(queue, this.#standings.floor(), this.#rulesOf);
  }

  /**
   * Joins at the end, or keeps the place that a caller had before (`sinceMs`). The step is written before anybody is
   * offered the call.
   */
  join(call: Call, queue: string, joining: Joining = {}): Place {
    const { sinceMs = Date.now(), patient = false, emergency = false, triedOutside = false } = joining;
    const { firstAtMs, keptFor } = joining;
    const how = { sinceMs, patient, emergency, triedOutside, firstAtMs, keptFor };
    const place = new Place(call, queue, how);
    for (const [id, at] of joining.refusedAtMs ?? []) place.refusedAtMs.set(id, at);
    this.#places = [...this.#places, place];
    this.#standings.changed();
    this.#stepWaiting(place, joining.sinceMs !== undefined);
    if (joining.reserved !== undefined && this.#parts.operators.isReserved(joining.reserved, call.id))
      this.#offers.offer(place, joining.reserved, true);
    else if (joining.firstTo !== undefined) this.#offerFirst(place, joining.firstTo);
    this.#changed(queue);
    return place;
  }

  #offerFirst(place: Place, operatorId: number): void {
    const { operators } = this.#parts;
    const isFree = operators.isFree(operatorId, place.callId);
    operators.keptFree.end(operatorId, place.callId);
    if (isFree) this.#offers.offer(place, operatorId);
  }

  /**
   * A supervisor sends a waiting caller to another place. He hears music on, and keeps the time since when he waits.
   * @throws HolosError `call.not-waiting`, `queue.unknown`, `operator.no-desk`, `operator.not-taking`
   */
  move(callId: string, to: MoveTo, supervisorId: number): void {
    const place = this.#places.find((one): one is Place => one.kind === 'call' && one.callId === callId);
    if (!place?.waits)
      throw new HolosError('call.not-waiting', 'This caller does not wait any more.', { callId });
    const { queue } = place;
    sendTo(place, to, this.#parts);
    this.#standings.changed();
    place.call.step({ kind: 'moved', supervisorId, to });
    if (place.queue !== queue) {
      this.#stepWaiting(place, true);
      this.#changed(queue);
    }
    this.#changed(place.queue);
  }

  /** The talk begins: the place is given up, the operator is the talk's now. */
  take(place: Place): void {
    place.answeredBy = undefined;
    this.leave(place);
  }

  leave(place: Place): void {
    if (!this.#places.includes(place)) return;
    place.leave();
    if (place.answeredBy) this.#offers.sendBack(place.answeredBy);
    this.#remove(place);
  }

  /** Keeps the place of somebody who hangs up and is called back when his turn comes. One that is kept already stays as it is. */
  keep(facts: KeptPlaceFacts): void {
    if (this.#keptOf(facts.callbackId)) return;
    const place = new KeptPlace(facts);
    this.#places = [...this.#places, place];
    this.#changed(place.queue);
  }

  /** Nobody need be called back any more: he was talked to, or it was struck off the list. */
  forget(callbackId: number): void {
    const place = this.#keptOf(callbackId);
    if (place) this.#remove(place);
  }

  /** 1 for the caller who is next; 0 for one who is not in the line. */
  position(place: Place): number {
    return this.#standings.of(place)?.position ?? 0;
  }

  /** How long this caller will wait from now on; null where nothing honest can be said. */
  estimateMs(place: Place): number | null {
    const { operators, handling } = this.#parts;
    const { position, takers } = this.#standings.of(place) ?? { position: 0, takers: [] };
    return estimateWaitMs({
      position,
      meanHandlingMs: handling.meanMs,
      operators: takers.filter((one) => operators.isAtWork(one.operatorId)).length,
    });
  }

  /** Whether this caller has waited the longest that his queue allows, and is to be told again that he may be called back. */
  isToBeCalledBack({ queue, sinceMs }: Place): boolean {
    const { longestWaitSeconds, overflow } = this.#rulesOf(queue);
    return (
      overflow?.callback === true &&
      longestWaitSeconds !== null &&
      Date.now() - sinceMs >= longestWaitSeconds * 1000
    );
  }

  /** Tells whenever the line has moved, or waits have grown too long, once who may be offered now has been. */
  onMoved(listener: () => void): () => void {
    this.#moved.add(listener);
    return () => this.#moved.delete(listener);
  }

  waiting(): { queue: string; waiting: QueuedCall[] }[] {
    return queuesOf(this.#places).map((queue) => ({
      queue,
      waiting: queuedIn(queue, this.#places, this.#rulesOf),
    }));
  }

  /** Offers waiting callers to free operators. Called whenever either changes; an offer changes both, so it may call itself. */
  match(): void {
    this.#matchWanted = true;
    this.#standings.changed();
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
    const now = Date.now();
    const floor = this.#standings.floor();
    const there = this.#places.filter((place) => place.waits);
    for (const { place, outcome } of sentElsewhere(now, there, floor, this.#rulesOf)) place.settle(outcome);
    for (const offer of nextOffers(now, there, floor, this.#rulesOf)) {
      const place = there.find((one) => one.callId === offer.callId);
      if (place?.kind === 'kept') this.#offers.callBack(place, offer.operatorId);
      else if (place) this.#offers.offer(place, offer.operatorId);
    }
    const next = this.#standings.nextChangeMs(now, there);
    if (Number.isFinite(next)) this.#again = setTimeout(() => this.#timeHasPassed(), next - now);
  }

  close(): void {
    clearTimeout(this.#again);
    for (const stop of this.#stops) stop();
  }

  readonly #rulesOf = (queue: string) => this.#parts.rulebook.of(queue);

  /** A wait may have grown too long: those who wait look whether it is theirs. */
  #timeHasPassed(): void {
    this.match();
    this.#tellMoved();
  }

  #stepWaiting(place: Place, withTime: boolean): void {
    const { call, queue, emergency, sinceMs } = place;
    const position = this.position(place);
    const since = withTime && { sinceMs };
    call.step({ kind: 'waiting', queue, position, ...(emergency && { emergency }), ...since });
  }

  #keptOf(callbackId: number): KeptPlace | undefined {
    return this.#places.find((one): one is KeptPlace => one.kind === 'kept' && one.callbackId === callbackId);
  }

  #calledBack(place: KeptPlace, keepsPlace: boolean): void {
    if (keepsPlace) this.#changed(place.queue);
    else this.#remove(place);
  }

  #remove(place: AnyPlace): void {
    this.#places = this.#places.filter((one) => one !== place);
    this.#changed(place.queue);
  }

  /** The line is another one: the desks are told, whoever may be offered now is, and those who wait look where they stand. */
  #changed(queue: string): void {
    this.#standings.changed();
    this.#parts.bus.emit('queue', { queue, waiting: queuedIn(queue, this.#places, this.#rulesOf) });
    this.match();
    this.#tellMoved();
  }

  #tellMoved(): void {
    for (const listener of [...this.#moved]) listener();
  }
}
