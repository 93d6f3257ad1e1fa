import type { Call } from '../../telephony/call/call.ts';
import type { Leg } from '../../telephony/call/leg.ts';
import { throughLinkLoss } from '../../telephony/call/link-loss.ts';
import { unlessGone } from '../../telephony/call/room.ts';
import { within } from '../../time-limit.ts';
import { type Company, comfort } from './comfort.ts';
import { type LostPhoneParts, lostOrEnded, ringAgain } from './lost-phone.ts';
import { turns } from './turns.ts';

/** How long a caller waits for a lost operator before going back to the head of the line. */
const returnMs = 30_000;

/**
 * The phone of the operator who leads a talk.
 *
 *   with the caller ──hold──▶ held ──resume, joins──▶ with the caller
 *         └─────────┬──────────┘
 *                   │ lost (hung up, or the desk is gone and no sound comes)
 *                   ▼
 *                 away ──phone registered again, picked up──▶ where it was
 */
export class TalkPhone {
  #leg: Leg;
  #isHeld: boolean;
  #isLeaving = false;
  #isAway = false;
  readonly #call: Call;
  readonly #parts: LostPhoneParts;
  /** It goes to one place after the other: where it comes back to is known when it has gone where it was sent before. */
  readonly #turns = turns();

  constructor(call: Call, leg: Leg, isHeld: boolean, parts: LostPhoneParts) {
    this.#call = call;
    this.#leg = leg;
    this.#isHeld = isHeld;
    this.#parts = parts;
  }

  /** What the operator is in the call with; while it is away, what he was last. */
  get leg(): Leg {
    return this.#leg;
  }

  /** Its channel; null while it is lost, though nothing may have come of that yet. */
  get channelId(): string | null {
    return this.#isAway || this.#leg.gone.aborted ? null : this.#leg.channelId;
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  get isAway(): boolean {
    return this.#isAway;
  }

  /** Whether it is with the caller, and not just leaving him. */
  get staysWithCaller(): boolean {
    return !this.#isAway && !this.#isHeld && !this.#isLeaving;
  }

  /** Comes to the caller. A phone that has gone in this very moment is told of by its own end. */
  enter(): Promise<void> {
    return this.#inTurn(() => this.#enter());
  }

  /**
   * Hold: the operator leaves the room, music comes.
   * @param demandAlone throws where the caller is with somebody else by the time it is the phone's turn
   */
  hold(on: boolean, demandAlone: () => void = () => {}): Promise<void> {
    return this.#inTurn(async () => {
      if (on) {
        demandAlone();
        await this.#leavesCaller();
      } else {
        await this.#call.music(false);
        await this.#leg.silence(false);
        await this.#enter();
      }
      this.#isHeld = on;
    });
  }

  /** A consultation in which the three come together leads it to the caller. */
  joins(threeTogether: () => Promise<unknown>): Promise<void> {
    return this.#inTurn(async () => {
      await threeTogether();
      this.#isHeld = false;
    });
  }

  /** Until the talk is ended, or this phone is lost and away from then on. @throws the call's reason */
  async untilLostOrEnded(ended: AbortSignal): Promise<'lost' | 'ended'> {
    const why = await lostOrEnded({ leg: this.#leg, ended }, this.#call, this.#parts);
    this.#isAway = why === 'lost';
    return why;
  }

  /**
   * Is with the caller again as soon as it is there; who is alone meanwhile hears that the operator is coming back. @returns false when he has not come in time, or the talk was ended meanwhile. @throws the call's reason
   */
  async comesBack(company: Company, ended: AbortSignal): Promise<boolean> {
    const call = this.#call;
    const { operatorId } = this.#leg;
    await this.#leg.hangUp();
    const lockedOut = this.#parts.operators.whenLockedOut(operatorId);
    const limit = within(returnMs, AbortSignal.any([call.signal, ended, lockedOut]));
    const waiting = comfort(call, company, limit);
    const leg = await ringAgain(call, operatorId, this.#parts, limit);
    // From now on it is this one that is to be hung up, whatever happens next.
    if (leg) this.#leg = leg;
    await waiting.stop();
    if (!leg) {
      call.signal.throwIfAborted();
      return false;
    }
    return this.#inTurn(async () => {
      // By now the caller may be with somebody else.
      if (ended.aborted) return false;
      // Who was on hold stays there: nobody is heard before the operator wants it.
      if (this.#isHeld) await this.#hearNothing();
      else await this.#enter();
      this.#isAway = false;
      return true;
    });
  }

  /** Somebody takes its place with the caller. It goes nowhere meanwhile; where it was on its way, it gets there before. */
  givesWay(to: (isHeld: boolean) => Promise<void>): Promise<void> {
    return this.#turns(() => to(this.#isHeld));
  }

  hangUp(): Promise<void> {
    return this.#leg.hangUp();
  }

  /** Where the link to Asterisk is lost on its way, it comes there when that is back: nobody else would notice. */
  #inTurn<T>(goes: () => Promise<T>): Promise<T> {
    const { node, signal } = this.#call;
    return this.#turns(() => throughLinkLoss(node, goes, signal));
  }

  async #leavesCaller(): Promise<void> {
    this.#isLeaving = true;
    try {
      await this.#call.room.leave(this.#leg.channelId);
      await this.#hearNothing();
    } finally {
      this.#isLeaving = false;
    }
  }

  #enter(): Promise<void> {
    return unlessGone(this.#call.room.enter(this.#leg.channelId));
  }

  /** The caller hears music, and the operator nothing. */
  async #hearNothing(): Promise<void> {
    await Promise.all([this.#call.music(true), this.#leg.silence(true)]);
  }
}
