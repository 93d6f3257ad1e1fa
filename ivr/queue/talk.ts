import { HolosError } from '../../errors.ts';
import type { Consulted, Supervised, SuperviseEnd, TransferTo } from '../../events.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { Leg, Telephone } from '../../telephony/call/leg.ts';
import type { LostPhoneParts } from './lost-phone.ts';
import { type Bring, type ConsultThere, TalkConsult } from './talk-consult.ts';
import { givenTo, heirOf, owesDisposition, type TalkEnd, toldOf } from './talk-end.ts';
import { TalkPhone } from './talk-phone.ts';
import { type Joined, TalkSupervisor } from './talk-supervisor.ts';
import { TalkTurns } from './talk-turns.ts';

export interface TalkParts extends LostPhoneParts {
  bring: Bring;
  /** Whether operators say after a talk what it came to. */
  withDispositions: boolean;
}

/** A talk that is going on already. */
export interface TalkThere {
  since: Date;
  held: boolean;
  /** Whom its operator has asked for help. */
  asked: ConsultThere | null;
}

/**
 * One talk between the caller in the room and one operator.
 *
 *   talking, held ──phone lost──▶ returning ──it is there again──▶ talking, held      (talk-phone.ts)
 *      │                              │ 30 s
 *      │                              ├──▶ operator-lost
 *      │                              └──▶ handed-over, to whom the caller hears: who was asked for help, or a supervisor
 *      ├──end──▶ operator-ended
 *      ├──transfer──▶ transferred
 *      ├──hand over, take over──▶ handed-over
 *      └──the caller hangs up──▶ over
 *
 * Beside it an operator asks somebody for help (consult.ts), and a supervisor is at it (supervising-table.ts).
 */
export class Talk {
  readonly call: Call;
  readonly operatorId: number;
  /** Whom he has asked for help. */
  readonly asked: TalkConsult;
  readonly #since: Date;
  readonly #phone: TalkPhone;
  readonly #supervisor = new TalkSupervisor();
  #recordingOff = false;
  #endsWith: TalkEnd = { kind: 'operator-ended' };
  readonly #parts: TalkParts;
  readonly #ended = new AbortController();
  readonly #over = new AbortController();
  readonly #watchers = new Set<() => void>();
  readonly #turns: TalkTurns;

  constructor(call: Call, leg: Leg, operatorId: number, parts: TalkParts, there?: TalkThere) {
    this.call = call;
    this.operatorId = operatorId;
    this.#parts = parts;
    this.#since = there?.since ?? new Date();
    this.#turns = new TalkTurns(call, () => this.#notWhenOver());
    this.#phone = new TalkPhone(call, leg, there?.held ?? false, parts);
    const asking = () => this.#phone.leg;
    this.asked = new TalkConsult({ ...parts, call, operatorId, asking, changed: () => this.#show() });
    if (there?.asked) this.asked.takeUp(there.asked);
  }

  /** The talk from the pick-up to its end. Rejects with the call's reason when the caller hangs up. */
  async run(leg: 'enter' | 'inside'): Promise<TalkEnd> {
    this.#show();
    try {
      if (leg === 'enter') await this.#phone.enter();
      while (true) {
        const why = await this.#phone.untilLostOrEnded(this.#ended.signal);
        if (why === 'lost' && (await this.#bringBack())) continue;
        await this.#turns.after(async () => {
          if (why === 'lost' && !this.#ended.signal.aborted) this.#endsWith = await this.#withoutOperator();
        });
        return this.#endsWith;
      }
    } finally {
      await this.#leave();
    }
  }

  /** The caller hears that the operator is coming back, and is with him again as soon as his phone is there. */
  async #bringBack(): Promise<boolean> {
    const { call, operatorId } = this;
    call.step({ kind: 'operator-lost', operatorId });
    // Whom the caller hears already stays with him, or the call is his already.
    await this.#turns.after(() => (this.asked.isWithCaller ? undefined : this.asked.end('asker-away')));
    this.#show();
    const company = {
      isAlone: () => !this.#supervisor.joins && !this.asked.isHeardByCaller,
      onChanged: (listener: () => void) => this.onChanged(listener),
    };
    if (!(await this.#phone.comesBack(company, this.#ended.signal))) return false;
    call.step({ kind: 'operator-back', operatorId });
    this.#show();
    return true;
  }

  /** The operator has not come back: whom the caller hears stays with him. */
  async #withoutOperator(): Promise<TalkEnd> {
    if (this.asked.isWithCaller) return this.asked.handOver();
    const heir = this.#supervisor.inherits(this);
    return heir ? givenTo(heir) : { kind: 'operator-lost' };
  }

  /** Whatever Asterisk says to the hang-up, the operator is free again. */
  async #leave(): Promise<void> {
    const { operatorId } = this;
    const { operators, withDispositions } = this.#parts;
    this.#over.abort();
    this.switchRecording(true);
    try {
      // To whom the call was handed over is asked no more; nobody else would let go of one who is.
      await this.#turns.after(() => this.asked.end('back'));
      await this.#phone.hangUp();
    } finally {
      const talkMs = Math.max(0, this.call.now.getTime() - this.#since.getTime());
      this.call.step({ kind: 'left-operator', operatorId, talkMs });
      operators.setDesk(operatorId, null);
      const disposes = withDispositions && owesDisposition(this.#endsWith);
      operators.talkEnded(operatorId, disposes ? this.call.id : null);
    }
  }

  /** Fires when the talk is over for its operator. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  /** The channel of the operator's phone; null while that is lost. */
  get phoneId(): string | null {
    return this.#phone.channelId;
  }

  /** Whether it has hung up, also where that is not told yet. */
  isPhoneGone(): Promise<boolean> {
    return this.#phone.leg.isGone();
  }

  /** With whom the operator's phone is: with the caller, with the one who was asked, or with nobody. */
  get isWith(): 'caller' | 'colleague' | 'nobody' {
    if (!this.#phone.isHeld) return 'caller';
    return this.asked.state?.stage === 'talking' ? 'colleague' : 'nobody';
  }

  /** The telephone to which the call was handed over, of an operator or outside. */
  get heir(): Telephone | null {
    return heirOf(this.#endsWith);
  }

  /** How the talk ended, for whoever was at it, once it is over. */
  get howItEnded(): SuperviseEnd {
    return toldOf(this.#endsWith, this.call.endReason);
  }

  /** Tells of whatever changes in the talk, until the returned function is called. */
  onChanged(listener: () => void): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  /** Hold, with music. Not with a supervisor who has joined: the caller is with him, too. */
  hold(on: boolean): Promise<void> {
    return this.#turns.wanted(() => this.#hold(on));
  }

  async #hold(on: boolean): Promise<void> {
    // Where the one who was asked has just left, the operator's phone is on its way out of their room.
    await this.asked.ended;
    if (on === this.#phone.isHeld || this.#phone.isAway || this.asked.state) return;
    await this.#phone.hold(on, () => this.#notWhileJoined());
    this.call.step({ kind: on ? 'held' : 'resumed', operatorId: this.operatorId });
    this.#show();
  }

  /** Switches the recording off while something is told that nobody may keep, and on again; it is on again at the end of the talk. */
  switchRecording(on: boolean): void {
    if (on !== this.#recordingOff) return;
    this.#recordingOff = !on;
    this.call.step({ kind: on ? 'recording-on' : 'recording-off', operatorId: this.operatorId });
    if (!this.#ended.signal.aborted) this.#show();
  }

  /** The operator ends the talk. */
  end(): void {
    this.#ended.abort();
  }

  /** Sends the caller on at once; the operator is out of the call. */
  transfer(to: TransferTo): Promise<void> {
    return this.#turns.wanted(async () => {
      this.#notWhileConsulting();
      this.call.step({ kind: 'transferred', operatorId: this.operatorId, to });
      this.#endWith({ kind: 'transferred', to });
    });
  }

  /** Has somebody else rung, while the caller hears music. @throws HolosError `desk.not-now` while another is asked already */
  consult(who: Consulted): Promise<void> {
    return this.#turns.wanted(async () => {
      this.#notWhileConsulting();
      this.#notWhileJoined();
      await this.#hold(true);
      await this.asked.ended;
      this.#notWhenOver();
      this.#notWhileConsulting();
      this.asked.begin(who);
    });
  }

  /** Back to the caller, without the one who was asked. */
  back(): Promise<void> {
    return this.#turns.wanted(async () => {
      await this.asked.end('back');
      await this.#hold(false);
    });
  }

  /** All three together. @throws HolosError `desk.not-now` before it was picked up */
  join(): Promise<void> {
    return this.#turns.wanted(async () => {
      await this.#phone.joins(() => this.asked.join());
      this.#show();
    });
  }

  /** The one who was asked talks on with the caller; the operator is out of the call. @throws HolosError `desk.not-now` */
  handOver(): Promise<void> {
    return this.#turns.wanted(async () => this.#endWith(await this.asked.handOver()));
  }

  /** Whether a supervisor may join: the operator is with the caller, and they are alone. */
  get mayBeJoined(): boolean {
    return this.#phone.staysWithCaller && !this.asked.state && !this.#ended.signal.aborted;
  }

  /** Which supervisor the operator hears, or none; `joined` once he is in the room. */
  hears(supervised: Supervised | null, joined: Joined | null = null): void {
    if (this.#supervisor.becomes(supervised, joined)) this.#show();
  }

  /**
   * The supervisor talks on with the caller; the operator is out of the call.
   * @throws HolosError `desk.not-now` where the talk or his phone has ended meanwhile
   */
  takeOver(by: Joined): Promise<void> {
    const { call, operatorId } = this;
    return this.#turns.wanted(async () => {
      await this.asked.end('back');
      const isOver = () => this.#over.signal.aborted || this.#ended.signal.aborted;
      await this.#phone.givesWay(async (isHeld) => {
        const from = { call, operatorId, isHeld, isOver };
        this.#endWith(givenTo(await this.#supervisor.takesOver(by, from)));
      });
    });
  }

  #endWith(end: TalkEnd): void {
    this.#endsWith = end;
    this.#ended.abort();
  }

  #notWhenOver(): void {
    if (this.#ended.signal.aborted || this.call.signal.aborted) throw this.#notNow('the talk is over');
  }

  #notWhileConsulting(): void {
    if (this.#phone.isAway || this.asked.state) throw this.#notNow('not while somebody else is asked');
  }

  #notWhileJoined(): void {
    if (this.#supervisor.joins) throw this.#notNow('not while a supervisor has joined');
  }

  #notNow(why: string): HolosError {
    return new HolosError('desk.not-now', why, { callId: this.call.id });
  }

  /** What a consultation tells when the talk is over already stays untold: nothing would take it off the desk again. */
  #show(): void {
    if (this.#over.signal.aborted) return;
    this.#parts.operators.setDesk(this.operatorId, {
      callId: this.call.id,
      stage: this.#phone.isAway ? 'returning' : 'talking',
      held: this.#phone.isHeld,
      since: this.#since,
      consult: this.asked.state,
      recordingOff: this.#recordingOff,
      supervised: this.#supervisor.shown,
    });
    for (const watcher of [...this.#watchers]) watcher();
  }
}
