import { HolosError } from '../../errors.ts';
import type { Consulted, Supervised, SuperviseEnd, TransferTo } from '../../events.ts';
import type { Logger } from '../../log.ts';
import type { Call } from '../../telephony/call/call.ts';
import { Leg, type Telephone } from '../../telephony/call/leg.ts';
import { unlessGone } from '../../telephony/call/room.ts';
import { within } from '../../telephony/call/waiting.ts';
import { Consult, type Helper } from './consult.ts';
import { comfort, lostOrEnded, ringAgain } from './lost-phone.ts';
import type { Operators } from './operators.ts';
import { type Joined, TalkSupervisor } from './talk-supervisor.ts';

export interface TalkParts {
  operators: Operators;
  endpointOf: (operatorId: number) => string;
  log: Logger;
  /** Rings somebody else for a call, see `bring.ts`. @throws NotReached, or the signal's reason */
  bring: (call: Call, who: Consulted, askedBy: number, signal: AbortSignal) => Promise<Helper>;
  /** Whether operators say after a talk what it came to. */
  withDispositions: boolean;
}

/** How a talk ended for its operator, while the caller is still there. */
export type TalkEnd =
  | { kind: 'operator-ended' }
  | { kind: 'operator-lost' }
  /** To be sent on, without anybody having been talked to. */
  | { kind: 'transferred'; to: TransferTo }
  /** The caller talks on with the one who was asked, or with a supervisor who has taken over. */
  | { kind: 'handed-over'; to: Telephone; who: Consulted };

/** Somebody else who is in the call already, when the talk is taken up. */
export interface ConsultThere {
  who: Consulted;
  helper: Helper;
  stage: 'talking' | 'three';
}

/** How long a caller waits for a lost operator before going back to the head of the line. */
const returnMs = 30_000;

/**
 * One talk between the caller in the room and one operator: hold, a lost and returning operator, the end.
 *
 *   talking ──hold──▶ held ──resume──▶ talking
 *      │ phone lost (hung up, or the desk is gone and no sound comes)
 *      ▼
 *   returning ──phone registered again, picked up──▶ talking
 *      │ 30 s                                            (held, if it was)
 *      ▼
 *   operator-lost                       end, or the caller hangs up: over
 *   (or, with a supervisor who has joined: his)
 */
export class Talk {
  readonly call: Call;
  readonly operatorId: number;
  #leg: Leg;
  #held = false;
  #recordingOff = false;
  #consult: Consult | null = null;
  #endsWith: TalkEnd = { kind: 'operator-ended' };
  #stage: 'talking' | 'returning' = 'talking';
  readonly #parts: TalkParts;
  readonly #ended = new AbortController();
  readonly #over = new AbortController();
  readonly #watchers = new Set<() => void>();
  readonly #supervisor = new TalkSupervisor();
  readonly #since: Date;

  constructor(call: Call, leg: Leg, operatorId: number, parts: TalkParts, since = new Date()) {
    this.call = call;
    this.operatorId = operatorId;
    this.#leg = leg;
    this.#parts = parts;
    this.#since = since;
  }

  /** The talk from the pick-up to its end. Rejects with the call's reason when the caller hangs up. */
  async run(leg: 'enter' | 'inside' | 'held'): Promise<TalkEnd> {
    this.#held = leg === 'held';
    this.#show();
    try {
      if (leg === 'enter') await this.#letIn();
      while (true) {
        const why = await this.#untilLostOrEnded();
        if (why === 'ended') return this.#endsWith;
        if (!(await this.#bringBack())) return this.#withoutOperator();
      }
    } finally {
      await this.#leave();
    }
  }

  /** Fires when the talk is over for its operator. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  /** The channel of the operator's phone; null while that is lost. */
  get phoneId(): string | null {
    return this.#stage === 'talking' ? this.#leg.channelId : null;
  }

  /** With whom the operator's phone is: with the caller, with the one who was asked, or with nobody. */
  get isWith(): 'caller' | 'colleague' | 'nobody' {
    if (!this.#held) return 'caller';
    return this.#consult?.state?.stage === 'talking' ? 'colleague' : 'nobody';
  }

  /** The operator to whom the call was handed over, by what he is in it with. */
  get heir(): Leg | null {
    const end = this.#endsWith;
    return end.kind === 'handed-over' && end.to instanceof Leg ? end.to : null;
  }

  /** How the talk ended, for whoever was at it, once it is over. */
  get howItEnded(): SuperviseEnd {
    const { endReason } = this.call;
    if (endReason !== null) return endReason === 'caller-hung-up' ? 'caller-left' : 'call-over';
    const { kind } = this.#endsWith;
    return kind === 'transferred' || kind === 'handed-over' ? 'handed-on' : kind;
  }

  /** Tells of whatever changes in the talk, until the returned function is called. */
  onChanged(listener: () => void): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  /** Whatever Asterisk says to the hang-up, the operator is free again. */
  async #leave(): Promise<void> {
    const { operatorId } = this;
    this.#over.abort();
    this.switchRecording(true);
    try {
      // Of three, those who are with the caller stay with him.
      if (this.#endsWith.kind !== 'handed-over') await this.#consult?.end('back');
      await this.#leg.hangUp();
    } finally {
      const talkMs = Date.now() - this.#since.getTime();
      this.call.step({ kind: 'left-operator', operatorId, talkMs });
      this.#parts.operators.setDesk(operatorId, null);
      this.#parts.operators.talkEnded(operatorId, this.#disposes ? this.call.id : null);
    }
  }

  /** Who hands the call on within the company leaves it to the next one to say what it came to. */
  get #disposes(): boolean {
    const end = this.#endsWith;
    if (!this.#parts.withDispositions) return false;
    if (end.kind === 'transferred') return 'number' in end.to;
    if (end.kind === 'handed-over') return 'number' in end.who;
    return end.kind === 'operator-ended';
  }

  /** A phone that has gone in this very moment is told of by its own end. */
  #letIn(): Promise<void> {
    return unlessGone(this.call.room.enter(this.#leg.channelId));
  }

  /** Hold: the operator leaves the room, music comes. Not with a supervisor who has joined: the caller is with him, too. */
  async hold(on: boolean): Promise<void> {
    if (on === this.#held || this.#stage !== 'talking' || this.#consult?.state) return;
    if (on) this.#notWhileJoined();
    const { room } = this.call;
    if (on) {
      await room.leave(this.#leg.channelId);
      await Promise.all([this.call.music(true), this.#leg.silence(true)]);
    } else {
      await this.call.music(false);
      await this.#leg.silence(false);
      await this.#letIn();
    }
    this.#held = on;
    this.call.step({ kind: on ? 'held' : 'resumed', operatorId: this.operatorId });
    this.#show();
  }

  /** The operator ends the talk. */
  end(): void {
    this.#ended.abort();
  }

  /** Sends the caller on at once; the operator is out of the call. */
  transfer(to: TransferTo): void {
    this.#notWhileConsulting();
    this.call.step({ kind: 'transferred', operatorId: this.operatorId, to });
    this.#endsWith = { kind: 'transferred', to };
    this.#ended.abort();
  }

  /** Has somebody else rung, while the caller hears music. @throws HolosError `desk.not-now` while another is asked already */
  async consult(who: Consulted): Promise<void> {
    this.#notWhileConsulting();
    this.#notWhileJoined();
    await this.hold(true);
    this.call.step({ kind: 'consulted', operatorId: this.operatorId, with: who });
    this.#consult = this.#consultWith(who);
    this.#show();
    void this.#consult.begin();
  }

  /** A consultation that has gone on without us. */
  takeUpConsult({ who, helper, stage }: ConsultThere): void {
    this.#consult = this.#consultWith(who);
    this.#consult.takeUp(helper, stage);
  }

  #consultWith(who: Consulted): Consult {
    const { bring } = this.#parts;
    return new Consult({
      ...this.#parts,
      call: this.call,
      asking: () => this.#leg,
      with: who,
      ring: (signal) => bring(this.call, who, this.operatorId, signal),
      changed: () => this.#show(),
    });
  }

  /** Whether this colleague was asked for help, and is in the call. */
  hasAsked(operatorId: number): boolean {
    const who = this.#consult?.state?.with;
    return who !== undefined && 'operatorId' in who && who.operatorId === operatorId;
  }

  /** The one who was asked leaves; the operator goes on. */
  async letGo(): Promise<void> {
    await this.#consult?.end('left');
  }

  /** Back to the caller, without the one who was asked. */
  async back(): Promise<void> {
    await this.#consult?.end('back');
    await this.hold(false);
  }

  /** All three together. @throws HolosError `desk.not-now` before it was picked up */
  async join(): Promise<void> {
    const { isWithCaller } = await this.#asked().join();
    this.#held = false;
    if (isWithCaller) this.call.step({ kind: 'three-together', operatorId: this.operatorId });
    this.#show();
  }

  /** The one who was asked talks on with the caller; the operator is out of the call. @throws HolosError `desk.not-now` */
  async handOver(): Promise<void> {
    const consult = this.#asked();
    const who = consult.state?.with as Consulted;
    const to = await consult.handOver();
    this.call.step({ kind: 'transferred', operatorId: this.operatorId, to: who });
    this.#endsWith = { kind: 'handed-over', to, who };
    this.#ended.abort();
  }

  /** Whether a supervisor may join: the operator is with the caller, and they are alone. */
  get mayBeJoined(): boolean {
    return this.#stage === 'talking' && !this.#held && !this.#consult?.state && !this.#ended.signal.aborted;
  }

  /** Which supervisor the operator hears, or none; `joined` once he is in the room. */
  hears(supervised: Supervised | null, joined: Joined | null = null): void {
    if (this.#supervisor.becomes(supervised, joined)) this.#show();
  }

  /**
   * The supervisor talks on with the caller; the operator is out of the call.
   * @throws HolosError `desk.not-now` where the talk or his phone has ended meanwhile
   */
  async takeOver(by: Joined): Promise<void> {
    const { call, operatorId } = this;
    await this.#consult?.end('back');
    const isOver = () => this.#over.signal.aborted || this.#ended.signal.aborted;
    const from = { call, operatorId, isHeld: this.#held, isOver };
    this.#endsWith = givenTo(await this.#supervisor.takesOver(by, from));
    this.#ended.abort();
  }

  /** The operator has not come back, unless the talk was ended meanwhile: who has joined stays with the caller. */
  #withoutOperator(): TalkEnd {
    if (this.#ended.signal.aborted) return this.#endsWith;
    const heir = this.#supervisor.inherits(this);
    this.#endsWith = heir ? givenTo(heir) : { kind: 'operator-lost' };
    return this.#endsWith;
  }

  /** Switches the recording off while something is told that nobody may keep, and on again; it is on again at the end of the talk. */
  switchRecording(on: boolean): void {
    if (on !== this.#recordingOff) return;
    this.#recordingOff = !on;
    this.call.step({ kind: on ? 'recording-on' : 'recording-off', operatorId: this.operatorId });
    if (!this.#ended.signal.aborted) this.#show();
  }

  #asked(): Consult {
    if (!this.#consult?.state)
      throw new HolosError('desk.not-now', 'nobody was asked', { callId: this.call.id });
    return this.#consult;
  }

  #notWhileConsulting(): void {
    if (this.#stage === 'talking' && !this.#consult?.state) return;
    throw new HolosError('desk.not-now', 'not while somebody else is asked', { callId: this.call.id });
  }

  #notWhileJoined(): void {
    if (!this.#supervisor.joins) return;
    throw new HolosError('desk.not-now', 'not while a supervisor has joined', { callId: this.call.id });
  }

  #untilLostOrEnded(): Promise<'lost' | 'ended'> {
    const hangUpMeansEnd = () => this.#parts.operators.phone(this.operatorId).kind === 'sip';
    return lostOrEnded({ leg: this.#leg, ended: this.#ended.signal, hangUpMeansEnd }, this.call, this.#parts);
  }

  /** The caller hears that the operator is coming back, and is with him again as soon as his phone is there. */
  async #bringBack(): Promise<boolean> {
    const { call, operatorId } = this;
    this.#stage = 'returning';
    call.step({ kind: 'operator-lost', operatorId });
    // Whom the caller hears already stays with him.
    if (!this.#consult?.isWithCaller) await this.#consult?.end('back');
    this.#show();
    await this.#leg.hangUp();
    const limit = within(returnMs, AbortSignal.any([call.signal, this.#ended.signal]));
    // With a supervisor who has joined he is not left alone.
    const waiting = this.#supervisor.joins ? null : comfort(call, limit);
    const leg = await ringAgain(call, operatorId, this.#parts, limit);
    await waiting?.stop();
    if (!leg) {
      call.signal.throwIfAborted();
      return false;
    }
    this.#leg = leg;
    this.#stage = 'talking';
    // Who was on hold stays there: nobody is heard before the operator wants it.
    if (this.#held) await Promise.all([call.music(true), leg.silence(true)]);
    else await this.#letIn();
    call.step({ kind: 'operator-back', operatorId });
    this.#show();
    return true;
  }

  /** What a consultation tells when the talk is over already stays untold: nothing would take it off the desk again. */
  #show(): void {
    if (this.#over.signal.aborted) return;
    this.#parts.operators.setDesk(this.operatorId, {
      callId: this.call.id,
      stage: this.#stage,
      held: this.#held,
      since: this.#since,
      consult: this.#consult?.state ?? null,
      recordingOff: this.#recordingOff,
      supervised: this.#supervisor.shown,
    });
    for (const watcher of [...this.#watchers]) watcher();
  }
}

function givenTo(phone: Leg): TalkEnd {
  return { kind: 'handed-over', to: phone, who: { operatorId: phone.operatorId } };
}
