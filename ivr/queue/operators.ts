import { HolosError } from '../../errors.ts';
import type { Afterwards, Bus, DeskCallState, OperatorState } from '../../events.ts';
import { afterwardsOf, stateFor, type Word } from './afterwards.ts';
import type { OperatorPresence } from './floor.ts';
import { KeptFree } from './kept-free.ts';
import {
  isAtWork,
  isFree,
  isReachable,
  isSoonFree,
  newOperator,
  type Operator,
  type Phone,
  presenceOf,
  servesUntilMs,
} from './operator.ts';
import type { OnFloor } from './order.ts';
import { PhonesAway } from './phone-away.ts';
import { nextPresence, type PresenceEvent } from './presence-table.ts';

/** A desk may be away this long (a reload, lost Wi-Fi) before its operator is taken off the floor. */
const deskAwayMs = 20_000;
/** Whoever has come here has got what he had asked for. */
const stops: ReadonlySet<OperatorState> = new Set(['paused', 'offline', 'missed']);
/** What ends the ringing of his phone, though he would have picked up: he has been idle all the time. */
const inVain: ReadonlySet<PresenceEvent> = new Set(['caller-left', 'answered-elsewhere', 'moved']);
/** How much longer wrap-up lasts each time the operator asks for it. */
const prolongMs = 60_000;

/** Who is on the floor, in which state since when, and with which call on the desk. Every change is told on the bus. */
export class Operators {
  readonly #operators = new Map<number, Operator>();
  readonly #phoneListeners = new Set<(id: number) => void>();
  readonly #lostListeners = new Set<(id: number) => void>();
  readonly #bus: Bus;
  readonly #wrapUpMs: (queue: string | null) => number;
  readonly #stopListening: () => void;

  readonly keptFree = new KeptFree();
  readonly #phonesAway = new PhonesAway((id, event) => this.change(id, event));
  readonly #asked: ReadonlyMap<number, Afterwards>;

  /**
   * @param wrapUpMs how long wrap-up lasts after a call of this queue; null: of which is not known
   * @param asked what operators had asked for in a talk in which an earlier controller ended
   */
  constructor(
    bus: Bus,
    wrapUpMs: (queue: string | null) => number,
    asked: ReadonlyMap<number, Afterwards> = new Map(),
  ) {
    this.#bus = bus;
    this.#wrapUpMs = wrapUpMs;
    this.#asked = asked;
    this.#stopListening = bus.on('step', (step) => {
      if (step.kind === 'disposition') this.#disposed(step.callId);
    });
  }

  all(): OperatorPresence[] {
    return [...this.#operators.values()].map(presenceOf);
  }

  of(id: number): OperatorPresence {
    return presenceOf(this.#get(id));
  }

  desk(id: number): DeskCallState | null {
    return this.#get(id).desk;
  }

  phone(id: number): Phone {
    return this.#get(id).phone;
  }

  isDeskOpen(id: number): boolean {
    return this.#get(id).deskOpen;
  }

  /** When a desk was opened for this operator last; 0 when never. */
  openedAtMs(id: number): number {
    return this.#get(id).openedAtMs;
  }

  /** Everybody who serves callers, also who is busy or has just paused, and since when he may be offered a call: he is ready, and his phone can ring. */
  floor(): Pick<OnFloor, 'operatorId' | 'freeSinceMs' | 'soonFree'>[] {
    return [...this.#operators.values()]
      .filter((one) => (servesUntilMs(one) ?? 0) > Date.now())
      .map((one) => ({
        operatorId: one.id,
        freeSinceMs: this.isFree(one.id) ? one.idleSinceMs : null,
        soonFree: isSoonFree(one),
      }));
  }

  /** Is free for a caller, or will be by himself. */
  isSoonFree(id: number): boolean {
    return isSoonFree(this.#get(id));
  }

  /** When somebody leaves the floor next although nothing happens, since he has not been ready for long; infinity: nobody. */
  leavesFloorAtMs(): number {
    const until = [...this.#operators.values()].map((one) => servesUntilMs(one) ?? 0);
    return Math.min(Number.POSITIVE_INFINITY, ...until.filter((at) => at > Date.now()));
  }

  opened(id: number, kind: Phone['kind']): void {
    const one = this.#get(id);
    one.deskOpen = true;
    one.openedAtMs = Date.now();
    this.#stopTimer(one);
    if (one.state === 'wrap-up') this.#moveWrapUp(one, this.#wrapUpMs(one.queue));
    one.phone = { kind, state: 'unregistered' };
    if (one.state === 'offline') this.change(id, 'opened');
  }

  lost(id: number): void {
    const one = this.#get(id);
    one.deskOpen = false;
    one.lostAtMs = Date.now();
    one.phone = { ...one.phone, state: 'unregistered' };
    if (one.state === 'wrap-up') this.#tellWrapUp(one, null);
    this.#awaitDesk(one);
    this.#phonesAway.follow(one);
    for (const listener of [...this.#lostListeners]) listener(id);
  }

  closed(id: number): void {
    this.lost(id);
    this.#awayTooLong(id);
  }

  setPhone(id: number, state: Phone['state']): void {
    const one = this.#get(id);
    const isNew = one.phone.state !== state;
    one.phone = { ...one.phone, state };
    if (isNew) this.#bus.emit('phone', { operatorId: id, state });
    if (one.state === 'unreachable' && state !== 'unregistered') this.change(id, 'phone-back');
    else if (one.state === 'ready') this.#enter(one, stateFor(one, 'ready', {}));
    this.#phonesAway.follow(one);
    for (const listener of [...this.#phoneListeners]) listener(id);
  }

  /** Tells of every word about one operator's phone. */
  onPhone(id: number, listener: () => void): () => void {
    const forThis = (which: number) => which === id && listener();
    this.#phoneListeners.add(forThis);
    return () => this.#phoneListeners.delete(forThis);
  }

  /** Tells when one operator's desk goes away; a closed page cannot answer what rings there. */
  onDeskLost(id: number, listener: () => void): () => void {
    const forThis = (which: number) => which === id && listener();
    this.#lostListeners.add(forThis);
    return () => this.#lostListeners.delete(forThis);
  }

  /** May be offered a call now; `callId`: this one, for which he may be kept free. */
  isFree(id: number, callId?: string): boolean {
    return isFree(this.#get(id)) && !this.keptFree.isForAnother(id, callId);
  }

  /** The queue of the call that was offered last. */
  queueOf(id: number): string | null {
    return this.#get(id).queue;
  }

  /** Busy with callers, or ready for one; also after a word with a colleague. */
  isAtWork(id: number): boolean {
    return isAtWork(this.#get(id));
  }

  /** Whether this operator is kept for this call, whose resident is being called. */
  isReserved(id: number, callId: string): boolean {
    const { state, desk } = this.#get(id);
    return state === 'ringing' && desk?.stage === 'calling' && desk.callId === callId;
  }

  /** He was reserved for this call, which is not offered to him after all; where he is not, nothing changes. */
  release(id: number, callId: string, event: 'caller-left' | 'rejected' | 'desk-lost' = 'caller-left'): void {
    const { state, desk } = this.#get(id);
    if (desk?.stage !== 'calling' || desk.callId !== callId) return;
    this.setDesk(id, null);
    if (state === 'ringing') this.change(id, event);
  }

  /** A caller of this queue is offered. @throws HolosError `desk.not-now` to one who is not ready */
  offered(id: number, queue: string): void {
    this.change(id, 'offered');
    this.#get(id).queue = queue;
  }

  /** @throws HolosError `desk.not-now` where the event does not fit the state. */
  change(id: number, event: PresenceEvent, word: Word = {}): void {
    const one = this.#get(id);
    const next = this.#next(one, event);
    if (next === null) {
      throw new HolosError('desk.not-now', `not possible while ${one.state}`, {
        operatorId: id,
        state: one.state,
        event,
      });
    }
    const before = one.afterwards;
    if (event === 'taken-up') one.afterwards = this.#asked.get(id) ?? null;
    one.afterwards = afterwardsOf(one, event, next, word);
    const isTold = this.#enter(one, stateFor(one, next, word), one.state === 'ringing' && inVain.has(event));
    if (event === 'unreachable') this.#phonesAway.rest(one);
    if (!isTold && one.afterwards !== before) this.#bus.emit('afterwards', presenceOf(one));
  }

  /** Without a desk nobody comes onto the floor by a word. */
  #next(one: Operator, event: PresenceEvent): OperatorState | null {
    const isWord = event === 'ready' || event === 'pause' || event === 'off';
    if (isWord && one.state === 'offline' && !one.deskOpen) return null;
    return nextPresence(one.state, event);
  }

  /** A talk has ended; `disposes`: the call, where it is his to say what it came to. */
  talkEnded(id: number, disposes: string | null): void {
    const one = this.#get(id);
    one.wrapUpCall = disposes === null ? null : { callId: disposes, owesDisposition: true };
    this.change(id, 'talk-ended');
  }

  /** @throws HolosError `desk.no-disposition` to one who is to say first what the talk came to */
  demandDisposition(id: number): void {
    const { state, wrapUpCall } = this.#get(id);
    if (state !== 'wrap-up' || !wrapUpCall?.owesDisposition) return;
    throw new HolosError('desk.no-disposition', 'say first what the talk came to', { operatorId: id });
  }

  #disposed(callId: string): void {
    for (const one of this.#operators.values()) {
      if (one.wrapUpCall?.callId !== callId || !one.wrapUpCall.owesDisposition) continue;
      one.wrapUpCall = { callId, owesDisposition: false };
      this.#tellWrapUp(one, one.wrapUpEndsAt);
    }
  }

  /** May be called by a colleague: he is at his desk, and busy with nobody. */
  isReachable(id: number): boolean {
    return isReachable(this.#get(id)) && !this.keptFree.isForAnother(id);
  }

  /** A call with a colleague is on his desk. @throws HolosError `desk.not-now` to one who is busy */
  withColleague(id: number, desk: DeskCallState): void {
    const one = this.#get(id);
    if (nextPresence(one.state, 'with-colleague') === null || one.desk !== null)
      throw new HolosError('desk.not-now', `not possible while ${one.state}`, { operatorId: id });
    // The log says with which call he is in it.
    one.desk = desk;
    this.change(id, 'with-colleague');
    this.setDesk(id, desk);
  }

  /** The call with a colleague is over, and he is back where he was; with another one on his desk nothing changes. */
  leavesColleague(id: number, callId: string): void {
    const { desk, state } = this.#get(id);
    if (desk?.callId !== callId) return;
    this.setDesk(id, null);
    if (state === 'internal') this.change(id, 'colleague-left');
  }

  /** Wrap-up lasts a minute longer. @throws HolosError `desk.not-now` after its end */
  prolongWrapUp(id: number): void {
    this.change(id, 'prolonged');
    const one = this.#get(id);
    const leftMs = one.wrapUpEndsAt ? one.wrapUpEndsAt.getTime() - Date.now() : this.#wrapUpMs(one.queue);
    this.#moveWrapUp(one, leftMs + prolongMs);
  }

  setDesk(id: number, desk: DeskCallState | null): void {
    const one = this.#get(id);
    one.desk = desk;
    this.#bus.emit('desk-call', { operatorId: id, call: desk });
  }

  close(): void {
    this.#stopListening();
    this.keptFree.close();
    for (const one of this.#operators.values()) this.#stopTimer(one);
    this.#phonesAway.close();
  }

  /** @returns whether it is another state, and was told */
  #enter(one: Operator, to: Pick<Operator, 'state' | 'pauseReason' | 'setBy'>, wasIdle = false): boolean {
    if (stops.has(to.state)) one.afterwards = null;
    // Saying "ready" twice must not send one to the end of the line of free operators.
    if (one.state === to.state && one.pauseReason === to.pauseReason) return false;
    if (one.state === 'wrap-up') this.#stopTimer(one);
    Object.assign(one, to, { since: new Date(), wrapUpEndsAt: null });
    if (one.state === 'ready' && !wasIdle) one.idleSinceMs = Date.now();
    if (one.state === 'ready' || one.state === 'offline') one.takesCalls = one.state === 'ready';
    if (one.state !== 'wrap-up') one.wrapUpCall = null;
    if (one.state === 'wrap-up') this.#startWrapUp(one, this.#wrapUpMs(one.queue));
    this.#phonesAway.follow(one);
    this.#bus.emit('operator', presenceOf(one));
    return true;
  }

  /** Wrap-up ends after this time from now on, and everybody is told so. */
  #moveWrapUp(one: Operator, lengthMs: number): void {
    this.#startWrapUp(one, lengthMs);
    this.#tellWrapUp(one, one.wrapUpEndsAt);
  }

  #tellWrapUp(one: Operator, endsAt: Date | null): void {
    one.wrapUpEndsAt = endsAt;
    this.#bus.emit('wrap-up', { operatorId: one.id, endsAt, call: one.wrapUpCall });
  }

  #startWrapUp(one: Operator, lengthMs: number): void {
    if (!one.deskOpen) {
      this.#awaitDesk(one);
      return;
    }
    this.#stopTimer(one);
    one.wrapUpEndsAt = new Date(Date.now() + lengthMs);
    one.timer = setTimeout(() => {
      if (one.state === 'wrap-up') this.change(one.id, 'wrapped-up');
    }, lengthMs);
  }

  /** What is left of the time that a desk may be away. */
  #awaitDesk(one: Operator): void {
    this.#stopTimer(one);
    const leftMs = Math.max(0, one.lostAtMs + deskAwayMs - Date.now());
    one.timer = setTimeout(() => this.#awayTooLong(one.id), leftMs);
  }

  #awayTooLong(id: number): void {
    const one = this.#get(id);
    this.#stopTimer(one);
    if (!one.deskOpen && nextPresence(one.state, 'gone')) this.change(id, 'gone');
  }

  #stopTimer(one: Operator): void {
    clearTimeout(one.timer);
    one.timer = undefined;
  }

  #get(id: number): Operator {
    let one = this.#operators.get(id);
    if (!one) {
      one = newOperator(id);
      this.#operators.set(id, one);
    }
    return one;
  }
}
