import type { LeftState } from '../../db/queries/operator-events.ts';
import { HolosError } from '../../errors.ts';
import type { Bus, DeskCallState, OperatorState } from '../../events.ts';
import { afterwardsOf, stateFor, type Word } from './afterwards.ts';
import { comesBack } from './comes-back.ts';
import { DesksAway } from './desk-away.ts';
import { type Operator, type Phone, presenceOf } from './operator.ts';
import { PhonesAway } from './phone-away.ts';
import { nextPresence, type PresenceEvent } from './presence-table.ts';
import { Presences } from './presences.ts';
import { type Silence, SilentPhones } from './silent-phones.ts';
import { WrapUps } from './wrap-ups.ts';

/** Whoever has come here has got what he had asked for. */
const stops: ReadonlySet<OperatorState> = new Set(['paused', 'offline', 'missed']);
/** What ends the ringing of his phone, though he would have picked up: he has been idle all the time. */
const inVain: ReadonlySet<PresenceEvent> = new Set(['caller-left', 'answered-elsewhere', 'moved']);
/** What he begins with his phone, or somebody else with it. */
const begins: ReadonlySet<PresenceEvent> = new Set(['dials', 'supervises', 'with-colleague']);
/** What only happens at a phone that rings, or at a desk that shows who calls. */
const hasRung: ReadonlySet<PresenceEvent> = new Set(['answered', 'missed', 'rejected']);

/** What happens to the operators, and what they do. Every change is told on the bus. */
export class Operators extends Presences {
  readonly #phoneListeners = new Set<(id: number) => void>();
  readonly #lostListeners = new Set<(id: number) => void>();
  readonly #bus: Bus;
  readonly #stopListening: () => void;
  readonly #wrapUps: WrapUps;
  readonly #desksAway = new DesksAway((id, event) => this.change(id, event));
  readonly #phonesAway = new PhonesAway((id, event) => this.change(id, event));
  readonly #silentPhones = new SilentPhones();
  readonly #lockedOut = new Map<number, AbortController>();
  readonly #left: Map<number, LeftState>;

  /**
   * @param wrapUpMs how long wrap-up lasts after a call of this queue; null: of which is not known
   * @param left how an earlier controller has left them
   */
  constructor(
    bus: Bus,
    wrapUpMs: (queue: string | null) => number,
    left: ReadonlyMap<number, LeftState> = new Map(),
  ) {
    super();
    this.#bus = bus;
    this.#left = new Map(left);
    this.#wrapUps = new WrapUps(bus, wrapUpMs, (id, event) => this.change(id, event));
    this.#stopListening = bus.on('step', (step) => {
      if (step.kind !== 'disposition') return;
      for (const one of this.everybody()) this.#wrapUps.disposed(one, step.callId);
    });
  }

  /** @param isBack the desk was open all the time, and away for no longer than a restart takes */
  opened(id: number, kind: Phone['kind'], isBack = false): void {
    const one = this.get(id);
    one.deskOpen = true;
    one.openedAtMs = Date.now();
    this.#desksAway.opened(one);
    this.#lockedOut.delete(id);
    this.#wrapUps.deskOpened(one);
    one.phone = { kind, state: 'unregistered' };
    if (one.state === 'offline') this.#come(one, isBack);
    this.#left.delete(id);
  }

  #come(one: Operator, isBack: boolean): void {
    const left = isBack ? this.#left.get(one.id) : undefined;
    const back: ReturnType<typeof comesBack> = left ? comesBack(left) : ['opened', {}];
    if (!back) return;
    const { afterwards = null, wrapUpCall = null } = left ?? {};
    Object.assign(one, { afterwards, wrapUpCall });
    this.#change(one.id, ...back);
  }

  lost(id: number): void {
    const one = this.get(id);
    one.deskOpen = false;
    one.lostAtMs = performance.now();
    one.phone = { ...one.phone, state: 'unregistered' };
    this.#wrapUps.deskLost(one);
    this.#desksAway.wait(one);
    this.#phonesAway.follow(one);
    for (const listener of [...this.#lostListeners]) listener(id);
  }

  /** He logs out. @throws HolosError `desk.not-now` in a talk: nobody is left alone on the telephone */
  closed(id: number): void {
    const { state } = this.get(id);
    if (state !== 'offline' && !nextPresence(state, 'gone'))
      throw new HolosError('desk.not-now', 'he talks to somebody', { operatorId: id, state });
    this.lost(id);
    this.#desksAway.giveUp(this.get(id));
  }

  /** He may not work here any more. */
  lockedOut(id: number): void {
    this.lost(id);
    this.#desksAway.giveUp(this.get(id));
    this.#leaving(id).abort();
  }

  /** Fires when he is locked out, until he opens a desk again: whoever waits for him to come back waits in vain. */
  whenLockedOut(id: number): AbortSignal {
    return this.#leaving(id).signal;
  }

  #leaving(id: number): AbortController {
    const leaving = this.#lockedOut.get(id) ?? new AbortController();
    this.#lockedOut.set(id, leaving);
    return leaving;
  }

  setPhone(id: number, state: Phone['state']): void {
    const one = this.get(id);
    const isNew = one.phone.state !== state;
    one.phone = { ...one.phone, state };
    if (isNew) this.#bus.emit('phone', { operatorId: id, state });
    // A browser that says again what it has said is not back: it could not be rung although it says so.
    const isWord = isNew || one.phone.kind === 'sip';
    if (isWord && one.state === 'unreachable' && state !== 'unregistered') this.change(id, 'phone-back');
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

  /** He was reserved for this call, which is not offered to him after all; where he is not, nothing changes. */
  release(id: number, callId: string, event: 'caller-left' | 'rejected' | 'desk-lost' = 'caller-left'): void {
    const { state, desk } = this.get(id);
    if (desk?.stage !== 'calling' || desk.callId !== callId) return;
    this.setDesk(id, null);
    if (state === 'ringing') this.change(id, event);
  }

  /** A caller of this queue is offered. @throws HolosError `desk.not-now` to one who is not ready */
  offered(id: number, queue: string): void {
    this.change(id, 'offered');
    this.get(id).queue = queue;
  }

  /** His phone could not be rung: it is tried again by itself. @throws HolosError `desk.not-now` to one who was not rung */
  silent(id: number, silence: Omit<Silence, 'operatorId'>): void {
    this.#change(id, 'unreachable');
    for (const [resting, restMs] of this.#silentPhones.silent({ ...silence, operatorId: id }))
      this.#phonesAway.rest(this.get(resting), restMs);
  }

  /** @throws HolosError `desk.not-now` where the event does not fit the state. */
  change(id: number, event: Exclude<PresenceEvent, 'unreachable'>, word: Word = {}): void {
    this.#change(id, event, word);
  }

  /** @param desk what is on his desk from now on: the log says with which call he is in the new state */
  #change(id: number, event: PresenceEvent, word: Word = {}, desk?: DeskCallState): void {
    const one = this.get(id);
    const next = this.#next(one, event);
    if (next === null) {
      throw new HolosError('desk.not-now', `not possible while ${one.state}`, {
        operatorId: id,
        state: one.state,
        event,
      });
    }
    if (desk) one.desk = desk;
    const before = one.afterwards;
    if (event === 'supervises' || event === 'takes-over') one.supervises = event === 'supervises';
    if (event === 'taken-up') one.afterwards = this.#left.get(id)?.afterwards ?? null;
    one.afterwards = afterwardsOf(one, event, next, word);
    const isTold = this.#enter(one, stateFor(one, next, word), one.state === 'ringing' && inVain.has(event));
    if (hasRung.has(event)) this.#silentPhones.rang(id);
    if (!isTold && one.afterwards !== before)
      this.#bus.emit('afterwards', { ...presenceOf(one), by: word.by ?? null });
  }

  /**
   * Without a desk nobody comes onto the floor by a word. Nobody begins with a phone what is not over with it: who has logged out while
   * it rang, and is back, may have it ring still.
   */
  #next(one: Operator, event: PresenceEvent): OperatorState | null {
    if (begins.has(event) && (one.supervises || one.desk !== null)) return null;
    const isWord = event === 'ready' || event === 'pause' || event === 'off';
    if (isWord && one.state === 'offline' && !one.deskOpen) return null;
    return nextPresence(one.state, event);
  }

  /** A talk has ended; `disposes`: the call, where it is his to say what it came to. */
  talkEnded(id: number, disposes: string | null): void {
    const one = this.get(id);
    one.wrapUpCall = disposes === null ? null : { callId: disposes, owesDisposition: true };
    this.change(id, 'talk-ended');
  }

  /** @throws HolosError `desk.no-disposition` to one who is to say first what the talk came to */
  demandDisposition(id: number): void {
    const { state, wrapUpCall } = this.get(id);
    if (state !== 'wrap-up' || !wrapUpCall?.owesDisposition) return;
    throw new HolosError('desk.no-disposition', 'say first what the talk came to', { operatorId: id });
  }

  /** A call with a colleague is on his desk. @throws HolosError `desk.not-now` to one who is busy */
  withColleague(id: number, desk: DeskCallState): void {
    this.#change(id, 'with-colleague', {}, desk);
    this.setDesk(id, desk);
  }

  /** The call with a colleague is over, and he is back where he was; with another one on his desk nothing changes. */
  leavesColleague(id: number, callId: string): void {
    const { desk, state } = this.get(id);
    if (desk?.callId !== callId) return;
    this.setDesk(id, null);
    if (state === 'internal') this.change(id, 'colleague-left');
  }

  /** Nothing is left of his supervising. */
  supervisingIsOver(id: number): void {
    const one = this.get(id);
    one.supervises = false;
    if (one.state === 'supervising') this.change(id, 'supervise-over');
  }

  /** Wrap-up lasts a minute longer. @throws HolosError `desk.not-now` after its end */
  prolongWrapUp(id: number): void {
    this.change(id, 'prolonged');
    this.#wrapUps.prolong(this.get(id));
  }

  setDesk(id: number, desk: DeskCallState | null): void {
    const one = this.get(id);
    one.desk = desk;
    this.#bus.emit('desk-call', { operatorId: id, call: desk });
  }

  close(): void {
    this.#stopListening();
    this.keptFree.close();
    this.#wrapUps.close();
    this.#desksAway.close();
    this.#phonesAway.close();
  }

  /** @returns whether it is another state, and was told */
  #enter(one: Operator, to: Pick<Operator, 'state' | 'pauseReason' | 'setBy'>, wasIdle = false): boolean {
    if (stops.has(to.state)) one.afterwards = null;
    // Saying "ready" twice must not send one to the end of the line of free operators.
    if (one.state === to.state && one.pauseReason === to.pauseReason) return false;
    if (one.state === 'wrap-up') this.#wrapUps.end(one);
    Object.assign(one, to, { since: new Date(), wrapUpEndsAt: null });
    if (one.state === 'ready' && !wasIdle) one.idleSinceMs = Date.now();
    if (one.state === 'ready' || one.state === 'offline') one.takesCalls = one.state === 'ready';
    if (one.state !== 'wrap-up') one.wrapUpCall = null;
    if (one.state === 'wrap-up') this.#wrapUps.begin(one);
    if (one.state === 'wrap-up' && !one.deskOpen) this.#desksAway.wait(one);
    this.#phonesAway.follow(one);
    this.#bus.emit('operator', presenceOf(one));
    return true;
  }
}
