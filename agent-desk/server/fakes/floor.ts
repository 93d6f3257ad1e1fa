import { HolosError } from '../../../errors.ts';
import type {
  Bus,
  Consulted,
  DeskCallState,
  MoveTo,
  OperatorState,
  PhoneState,
  QueuedCall,
  SuperviseEnd,
  SuperviseHow,
  SupervisingState,
  TransferTo,
  WrapUpCall,
} from '../../../events.ts';
import type { Floor, OperatorPresence } from '../../../ivr/queue/floor.ts';
import { nextPresence, type PresenceEvent } from '../../../ivr/queue/presence-table.ts';

/** A floor without Asterisk: remembers what it is told, and tells the bus as the real one does. */
export class FakeFloor implements Floor {
  /** Every verb that came, in order: `ready 1`, `hold 1 call-1 true`. */
  readonly heard: string[] = [];
  readonly #presences = new Map<number, OperatorPresence>();
  readonly #calls = new Map<number, DeskCallState>();
  readonly #supervising = new Map<number, SupervisingState>();
  readonly #superviseEnded = new Map<number, SuperviseEnd>();
  readonly #waiting = new Map<string, QueuedCall[]>();
  readonly #phones = new Map<number, PhoneState>();
  readonly #bus: Bus;

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  presences(): OperatorPresence[] {
    return [...this.#presences.values()];
  }

  presence(operatorId: number): OperatorPresence {
    const known = this.#presences.get(operatorId);
    if (known) return { ...known, callId: this.#calls.get(operatorId)?.callId ?? null };
    return {
      operatorId,
      state: 'offline',
      since: new Date(0),
      pauseReason: null,
      setBy: null,
      afterwards: null,
      wrapUpEndsAt: null,
      wrapUpCall: null,
      callId: null,
    };
  }

  deskCall(operatorId: number): DeskCallState | null {
    return this.#calls.get(operatorId) ?? null;
  }

  waiting() {
    return [...this.#waiting].map(([queue, waiting]) => ({ queue, waiting }));
  }

  /** As the queue does when an operator changes. */
  set(
    operatorId: number,
    state: OperatorState,
    pauseReason: string | null = null,
    since = new Date(),
    wrapUpCall: WrapUpCall | null = null,
  ): void {
    const presence: OperatorPresence = {
      operatorId,
      state,
      since,
      pauseReason,
      setBy: null,
      afterwards: null,
      wrapUpEndsAt: state === 'wrap-up' ? new Date(since.getTime() + 20_000) : null,
      wrapUpCall,
      callId: this.#calls.get(operatorId)?.callId ?? null,
    };
    this.#presences.set(operatorId, presence);
    this.#bus.emit('operator', presence);
  }

  /** As the queue does when a call comes to a desk, changes or goes. */
  put(operatorId: number, call: DeskCallState | null): void {
    if (call) this.#calls.set(operatorId, call);
    else this.#calls.delete(operatorId);
    if (!this.#presences.has(operatorId)) this.set(operatorId, 'paused');
    this.#bus.emit('desk-call', { operatorId, call });
  }

  supervising(operatorId: number): SupervisingState | null {
    return this.#supervising.get(operatorId) ?? null;
  }

  superviseEnded(operatorId: number): SuperviseEnd | null {
    return this.#superviseEnded.get(operatorId) ?? null;
  }

  /** As the queue does when a supervisor comes to a talk, changes how he is at it, or goes. */
  putAt(supervisorId: number, supervising: SupervisingState | null, ended: SuperviseEnd | null = null): void {
    if (supervising) this.#supervising.set(supervisorId, supervising);
    else this.#supervising.delete(supervisorId);
    if (ended) this.#superviseEnded.set(supervisorId, ended);
    else this.#superviseEnded.delete(supervisorId);
    if (!this.#presences.has(supervisorId)) this.set(supervisorId, 'paused');
    this.#bus.emit('supervising', { supervisorId, supervising, ended });
  }

  line(queue: string, waiting: QueuedCall[]): void {
    this.#waiting.set(queue, waiting);
    this.#bus.emit('queue', { queue, waiting });
  }

  deskOpened(operatorId: number, _phone?: string, isBack = false): void {
    this.heard.push(`opened ${operatorId}${isBack ? ', back' : ''}`);
    if (this.presence(operatorId).state === 'offline') this.set(operatorId, 'paused');
  }

  deskLost(operatorId: number): void {
    this.heard.push(`lost ${operatorId}`);
  }

  deskClosed(operatorId: number): void {
    if (this.presence(operatorId).state !== 'offline') this.set(operatorId, this.#demand(operatorId, 'gone'));
    this.heard.push(`closed ${operatorId}`);
  }

  lockedOut(operatorId: number): void {
    this.heard.push(`locked out ${operatorId}`);
    this.set(operatorId, 'offline');
  }

  phone(operatorId: number, state: PhoneState): void {
    this.heard.push(`phone ${operatorId} ${state}`);
    this.#phones.set(operatorId, state);
    this.#bus.emit('phone', { operatorId, state });
  }

  phoneState(operatorId: number): PhoneState {
    return this.#phones.get(operatorId) ?? 'unregistered';
  }

  ready(operatorId: number): void {
    this.heard.push(`ready ${operatorId}`);
    this.#says(operatorId, 'ready');
  }

  pause(operatorId: number, reason: string): void {
    this.heard.push(`pause ${operatorId} ${reason}`);
    this.#says(operatorId, 'pause', reason);
  }

  wrappedUp(operatorId: number): void {
    this.#demand(operatorId, 'wrapped-up');
    this.heard.push(`wrapped-up ${operatorId}`);
  }

  prolongWrapUp(operatorId: number): void {
    const presence = this.presence(operatorId);
    this.#demand(operatorId, 'prolonged');
    this.heard.push(`prolong-wrap-up ${operatorId}`);
    const endsAt = new Date((presence.wrapUpEndsAt?.getTime() ?? Date.now()) + 60_000);
    this.#presences.set(operatorId, { ...presence, wrapUpEndsAt: endsAt });
    this.#bus.emit('wrap-up', { operatorId, endsAt, call: presence.wrapUpCall });
  }

  cardShown(operatorId: number, callId: string): void {
    this.heard.push(`card-shown ${operatorId} ${callId}`);
  }

  reject(operatorId: number, callId: string): void {
    this.heard.push(`reject ${operatorId} ${callId}`);
  }

  async hold(operatorId: number, callId: string, on: boolean): Promise<void> {
    this.heard.push(`hold ${operatorId} ${callId} ${on}`);
  }

  async end(operatorId: number, callId: string): Promise<void> {
    this.heard.push(`end ${operatorId} ${callId}`);
  }

  async leave(operatorId: number, callId: string): Promise<void> {
    this.heard.push(`leave ${operatorId} ${callId}`);
  }

  async call(operatorId: number, number: string): Promise<void> {
    this.heard.push(`call ${operatorId} ${number}`);
  }

  callColleague(operatorId: number, colleagueId: number): void {
    this.heard.push(`call-colleague ${operatorId} ${colleagueId}`);
  }

  async transfer(operatorId: number, callId: string, to: TransferTo): Promise<void> {
    this.heard.push(`transfer ${operatorId} ${callId} ${JSON.stringify(to)}`);
  }

  async consult(operatorId: number, callId: string, who: Consulted): Promise<void> {
    this.heard.push(`consult ${operatorId} ${callId} ${JSON.stringify(who)}`);
  }

  async endConsult(operatorId: number, callId: string, how: string): Promise<void> {
    this.heard.push(`consult-end ${operatorId} ${callId} ${how}`);
  }

  switchRecording(operatorId: number, callId: string, on: boolean): void {
    this.heard.push(`record ${operatorId} ${callId} ${on}`);
  }

  setState(operatorId: number, to: string, supervisorId: number): void {
    this.heard.push(`set-state ${operatorId} ${to} by ${supervisorId}`);
  }

  move(callId: string, to: MoveTo, supervisorId: number): void {
    this.heard.push(`move ${callId} ${JSON.stringify(to)} by ${supervisorId}`);
  }

  async supervise(operatorId: number, callId: string, how: SuperviseHow): Promise<void> {
    this.heard.push(`supervise ${operatorId} ${callId} ${how}`);
  }

  async endSupervising(operatorId: number): Promise<void> {
    this.heard.push(`supervise-end ${operatorId}`);
  }

  async takeOver(operatorId: number, callId: string): Promise<void> {
    this.heard.push(`take-over ${operatorId} ${callId}`);
  }

  /** Whoever is busy stays so, and comes into it afterwards. */
  #says(operatorId: number, word: 'ready' | 'pause', reason: string | null = null): void {
    const next = this.#demand(operatorId, word);
    if (next !== this.presence(operatorId).state) this.set(operatorId, next, reason);
  }

  /** Refused is what the real floor refuses, by the same table. */
  #demand(operatorId: number, event: PresenceEvent): OperatorState {
    const { state } = this.presence(operatorId);
    const next = nextPresence(state, event);
    if (next === null) throw new HolosError('desk.not-now', `Not while ${state}.`);
    return next;
  }
}
