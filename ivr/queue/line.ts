import { HolosError } from '../../errors.ts';
import type { Bus, MoveTo, QueuedCall, StepKind } from '../../events.ts';
import type { AsteriskNode } from '../../telephony/asterisk/node.ts';
import type { Call } from '../../telephony/call/call.ts';
import { sentElsewhere } from './elsewhere.ts';
import { estimateWaitMs } from './estimate.ts';
import type { HandlingTimes } from './handling-times.ts';
import { type Joining, joiningAt } from './joining.ts';
import { KeptPlace, type KeptPlaceFacts } from './kept-place.ts';
import { sendTo } from './move.ts';
import { Offers, type OffersParts } from './offers.ts';
import { isStaffed, nextOffers } from './order.ts';
import type { Place } from './place.ts';
import { type AnyPlace, queuedIn, queuesOf } from './places.ts';
import { Standings } from './standings.ts';
import type { TalkCounts } from './talk-counts.ts';

export interface LineParts extends OffersParts {
  bus: Bus;
  talks: TalkCounts;
  handling: HandlingTimes;
  /** By which those are rung who are called back. */
  node: Pick<AsteriskNode, 'state'>;
  /** Whether somebody with this number is in a call with us: his telephone would be busy. */
  isInCall: (number: string) => boolean;
}

/** What begins and ends a call. */
const mayBusy: ReadonlySet<StepKind> = new Set<StepKind>(['arrived', 'ended']);

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
  #closed = false;

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
    const { bus } = parts;
    const restNoLonger = bus.on('queue-rules', ({ queue }) => {
      for (const place of this.#kept) if (place.queue === queue) this.#restsByRules(place);
    });
    this.#stops = (['operator', 'afterwards', 'supervising', 'queue-rules', 'skills', 'node'] as const).map(
      (name) => bus.on(name, () => this.match()),
    );
    this.#stops.push(
      restNoLonger,
      bus.on('desk-call', ({ call }) => void (call === null && this.#soon())),
      bus.on('step', ({ kind }) => void (mayBusy.has(kind) && this.#telephoneMayBeFree())),
      bus.on('callback', ({ callbackId, placeIsOver }) => void (placeIsOver && this.forget(callbackId))),
    );
  }

  /** Whether anybody is there who serves this queue. */
  isStaffed(queue: string): boolean {
    return isStaffed(queue, this.#standings.floor(), this.#rulesOf);
  }

  /**
   * Joins at the end, or at the place that a caller had before, see `joiningAt`. The step is written before anybody is
   * offered the call.
   */
  join(call: Call, queue: string, joining: Joining = {}): Place {
    const kept = this.#kept.find((one) => one.number === call.number && one.queue === queue);
    const { place, stoodBefore } = joiningAt(call, queue, joining, kept);
    this.#places = [...this.#places, place];
    this.#standings.changed();
    this.#stepWaiting(place, stoodBefore);
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

  /** Keeps the place of somebody who hangs up and is called back when his turn comes. One that is kept already stays where it is. */
  keep(facts: KeptPlaceFacts): void {
    const known = this.#keptOf(facts.callbackId);
    const place = known ?? new KeptPlace(facts, this.#parts.isInCall);
    if (known) known.askedAgain(facts);
    else this.#places = [...this.#places, place];
    this.#restsByRules(place);
    this.#changed(place.queue);
  }

  /** Nobody need be called back any more: he was talked to, or it was struck off the list. */
  forget(callbackId: number): void {
    this.#forget((place) => place.callbackId === callbackId);
  }

  /** Somebody talks to this number: nobody calls it at its place any more, whatever the database says of it so far. */
  talkedTo(number: string): void {
    this.#forget((place) => place.number === number);
  }

  /** 1 for the caller who is next; 0 for one who is not in the line. */
  position(place: Place): number {
    return this.#standings.of(place)?.position ?? 0;
  }

  /** How long this caller will wait from now on; null where nothing honest can be said. */
  estimateMs(place: Place): number | null {
    const { operators, handling } = this.#parts;
    const { turnsUntilHis = 0, takers = [] } = this.#standings.of(place) ?? {};
    return estimateWaitMs({
      turnsUntilHis,
      meanHandlingMs: handling.meanMs,
      operators: takers.filter((one) => operators.isAtWork(one.operatorId)).length,
      free: takers.filter((one) => one.freeSinceMs !== null).length,
    });
  }

  /** Whether this caller has waited the longest that his queue allows, and is to be told again that he may be called back. */
  isToBeCalledBack({ queue, waitsSinceMs }: Place): boolean {
    const { longestWaitSeconds, overflow } = this.#rulesOf(queue);
    return (
      overflow?.callback === true &&
      longestWaitSeconds !== null &&
      Date.now() - waitsSinceMs >= longestWaitSeconds * 1000
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
    const there = this.#places.filter((place) => place.waits && this.#mayRing(place));
    const offers = nextOffers(now, there, floor, this.#rulesOf);
    const isOffered = new Set(offers.map(({ callId }) => callId));
    // Nobody is sent elsewhere for whom somebody is free here.
    const left = there.filter(({ callId }) => !isOffered.has(callId));
    for (const { place, outcome } of sentElsewhere(now, left, floor, this.#rulesOf)) place.settle(outcome);
    for (const offer of offers) {
      const place = there.find((one) => one.callId === offer.callId);
      if (place?.kind === 'kept') this.#offers.callBack(place, offer.operatorId);
      else if (place) this.#offers.offer(place, offer.operatorId);
    }
    const next = this.#standings.nextChangeMs(now, there);
    if (Number.isFinite(next)) this.#again = setTimeout(() => this.#timeHasPassed(), next - now);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#again);
    for (const stop of this.#stops) stop();
  }

  /** Nobody is rung for one whose Asterisk is away: he has lost nothing when it is back. */
  #mayRing(place: AnyPlace): boolean {
    const node = place.kind === 'call' ? place.call.node : this.#parts.node;
    return node.state === 'up';
  }

  /** A desk is empty. Who logged out while his phone rang, and is back, is ready before it is silent: nothing else tells that he is free now. */
  #soon(): void {
    queueMicrotask(() => void (!this.#closed && this.match()));
  }

  readonly #rulesOf = (queue: string) => this.#parts.rulebook.of(queue);

  /** A wait may have grown too long: those who wait look whether it is theirs. */
  #timeHasPassed(): void {
    this.match();
    this.#tellMoved();
  }

  #stepWaiting(place: Place, withTime: boolean): void {
    const { call, queue, emergency, sinceMs, waitsSinceMs } = place;
    const position = this.position(place);
    const since = { ...(withTime && { sinceMs }), ...(waitsSinceMs !== sinceMs && { waitsSinceMs }) };
    call.step({ kind: 'waiting', queue, position, ...(emergency && { emergency }), ...since });
  }

  /** A supervisor may have said meanwhile that who could not be reached is called again sooner. */
  #restsByRules(place: KeptPlace): void {
    place.restsAtMost(this.#rulesOf(place.queue).callAgainSeconds * 1000);
  }

  #forget(which: (place: KeptPlace) => boolean): void {
    for (const place of this.#kept) if (which(place)) this.#remove(place);
  }

  get #kept(): KeptPlace[] {
    return this.#places.filter((one) => one.kind === 'kept');
  }

  #keptOf(callbackId: number): KeptPlace | undefined {
    return this.#kept.find((one) => one.callbackId === callbackId);
  }

  /** A call has come, or is over: whose place is kept is called back no sooner than he is in none. */
  #telephoneMayBeFree(): void {
    if (this.#kept.length > 0) this.#timeHasPassed();
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
