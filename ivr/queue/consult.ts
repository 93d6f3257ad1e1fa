import { HolosError } from '../../errors.ts';
import type { ConsultEnded, Consulted, ConsultState } from '../../events.ts';
import type { Call } from '../../telephony/call/call.ts';
import { NotReached } from '../../telephony/call/dial.ts';
import { Leg, type Telephone } from '../../telephony/call/leg.ts';
import { throughLinkLoss } from '../../telephony/call/link-loss.ts';
import { Room, unlessGone } from '../../telephony/call/room.ts';
import { untilFired } from '../../telephony/call/waiting.ts';
import { within } from '../../time-limit.ts';
import { consultId } from './consult-room.ts';
import { type LostPhoneParts, lostOrEnded, ringAgain } from './lost-phone.ts';

/** The telephone of somebody who was brought to a call; `left` is told when he is no longer in it. */
export interface Helper {
  telephone: Telephone;
  left: () => void;
}

export interface ConsultParts extends LostPhoneParts {
  call: Call;
  /** The telephone of the operator who asks. */
  asking: () => Telephone;
  with: Consulted;
  /** Rings the one who is asked. @throws NotReached, or the signal's reason */
  ring: (signal: AbortSignal) => Promise<Helper>;
  /** The state has changed, or the consultation is over. */
  changed: () => void;
}

/** How long the two others wait for a colleague whose phone is lost; then he has left. */
const backMs = 10_000;

/**
 * An operator talks to somebody else about a call, while the caller hears music.
 *
 *   ringing ──picked up──▶ talking ──join──▶ three        (talking, three: also taken up, after a restart)
 *      │ not reached, back    │ back, left      │ back, left        (the asker away: as back)
 *      └──────────▶ over ◀────┴─────────────────┘
 *   talking, three ──hand over──▶ over: the one who was asked talks on with the caller
 *
 * In `talking` and `three` a colleague whose page is loaded anew, or whose browser has lost the network, is away for a moment: his
 * phone is rung again, and he is where he was. Who does not come back in time has left.
 */
export class Consult {
  #stage: ConsultState['stage'] | 'over' = 'ringing';
  #helper: Helper | undefined;
  #away = false;
  #entered: Promise<void> = Promise.resolve();
  #ended: Promise<void> = Promise.resolve();
  /** His phone is rung again until then. */
  #back: Promise<unknown> = Promise.resolve();
  /** The two are on their way to their room until then. */
  #opened: Promise<void> = Promise.resolve();
  readonly #parts: ConsultParts;
  readonly #over = new AbortController();
  readonly #room: Room;

  constructor(parts: ConsultParts) {
    this.#parts = parts;
    this.#room = new Room(parts.call.node, consultId(parts.call.id));
  }

  get state(): ConsultState | null {
    const stage = this.#stage;
    return stage === 'over' ? null : { with: this.#parts.with, stage, away: this.#away };
  }

  /** Once it is over: when nothing is left of it. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /** Whether the caller hears the one who was asked. */
  get isWithCaller(): boolean {
    return this.#stage === 'three';
  }

  /** Rings, and puts the two together when it is picked up. Ends by itself in every case; never fails. */
  async begin(): Promise<void> {
    const { call, log } = this.#parts;
    try {
      const helper = await this.#parts.ring(AbortSignal.any([this.#over.signal, call.signal]));
      this.#helper = helper;
      if (this.#stage === 'over') return await this.#letGo();
      void this.#follow(helper.telephone);
      const opening = this.#open();
      this.#opened = opening.catch(() => undefined);
      await opening;
      if (this.#stage !== 'ringing') return;
      this.#stage = 'talking';
      this.#parts.changed();
    } catch (error) {
      const isOver = this.#over.signal.aborted || call.signal.aborted || error instanceof NotReached;
      if (!isOver && !(await this.#parts.asking().isGone()))
        log.error({ err: error, callId: call.id }, 'somebody else could not be brought to a call');
      await this.end('not-reached');
    }
  }

  /**
   * What has ended meanwhile goes no further: nobody is put into a room that nobody would take away. Whose phone is lost in this moment
   * is rung again, and comes then.
   */
  async #open(): Promise<void> {
    const asking = this.#parts.asking();
    const steps = [
      () => asking.silence(false),
      () => this.#room.open(asking.channelId, { mixes: true }),
      async () => this.#helper && unlessGone(this.#room.enter(this.#helper.telephone.channelId)),
    ];
    for (const step of steps) if (this.#stage === 'ringing') await step();
  }

  /** Two, or three, talk on who have noticed nothing of a restart; only the leading of it begins again, with the talk itself. */
  takeUp(helper: Helper, stage: 'talking' | 'three'): void {
    this.#helper = helper;
    this.#stage = stage;
    void this.#follow(helper.telephone);
  }

  /** All three hear each other. @throws HolosError `desk.not-now` before it is picked up */
  async join(): Promise<Pick<Consult, 'isWithCaller'>> {
    const helper = this.#inTalk('talking');
    const { call } = this.#parts;
    await this.#inAnyCase(async () => {
      await call.music(false);
      await this.#toTheCaller(this.#parts.asking());
      await this.#helperToTheCaller(helper);
    });
    if (this.#stage === 'talking') this.#stage = 'three';
    await this.#closeRoom();
    // Who was asked may have hung up meanwhile: then the operator is with the caller alone.
    if (this.#stage === 'over') {
      await this.#ended;
      await this.#inAnyCase(() => this.#parts.asking().silence(false));
    }
    this.#parts.changed();
    return this;
  }

  /**
   * The one who was asked stays with the caller; the operator may go.
   * @throws HolosError `desk.not-now` before it is picked up
   */
  async handOver(): Promise<Telephone> {
    const helper = this.#inTalk('talking', 'three');
    const { call } = this.#parts;
    let { telephone } = helper;
    if (this.#stage === 'talking') {
      telephone = await this.#inAnyCase(async () => {
        await call.music(false);
        return this.#helperToTheCaller(helper);
      });
    }
    await this.#demandHelper();
    this.#stage = 'over';
    // One who is away just now is brought back by the talk that he leads from now on, once his phone rings no more.
    this.#over.abort(new HolosError('consult.over', 'the call was handed over'));
    this.#step('handed-over');
    await this.#back;
    await this.#closeRoom();
    return telephone;
  }

  /** Where the link to Asterisk is lost on the way, somebody would be with nobody. */
  #inAnyCase<T>(goes: () => Promise<T>): Promise<T> {
    const { node, signal } = this.#parts.call;
    return throughLinkLoss(node, goes, signal);
  }

  /** Nobody is in it any more: whatever Asterisk says to that, those who talk are where they are. */
  async #closeRoom(): Promise<void> {
    const { call, log } = this.#parts;
    try {
      await this.#room.close();
    } catch (error) {
      log.error({ err: error, callId: call.id }, 'the room of a consultation could not be closed');
    }
  }

  /** The one who was asked is let go. What is over stays so. Resolves when nothing is left of it; never fails. */
  end(how: 'back' | 'left' | 'asker-away' | 'not-reached'): Promise<void> {
    if (this.#stage !== 'over') this.#ended = this.#end(how);
    return this.#ended;
  }

  async #end(how: Exclude<ConsultEnded, 'given-up' | 'handed-over'>): Promise<void> {
    const isInVain = this.#stage === 'ringing' && how === 'back';
    const wereThree = this.isWithCaller;
    this.#stage = 'over';
    this.#over.abort(new HolosError('consult.over', 'the consultation is over'));
    this.#step(isInVain ? 'given-up' : how);
    const { call, changed, log } = this.#parts;
    await this.#opened;
    try {
      // Who is left in no room hears a supervisor who whispers to him there.
      if (how === 'left' && !wereThree) {
        await this.#room.leave(this.#parts.asking().channelId);
        await this.#parts.asking().silence(true);
      }
      await this.#room.close();
    } catch (error) {
      // Nobody waits for it where a phone has hung up: what Asterisk says then must not become a fault of everybody.
      log.error({ err: error, callId: call.id }, 'a consultation could not be ended');
    }
    // No phone of his may ring on.
    await this.#back;
    await this.#letGo();
    changed();
  }

  /** Looks after the phone of the one who was asked until the consultation is over. Never fails. */
  async #follow(telephone: Telephone): Promise<void> {
    const { call, log } = this.#parts;
    let phone: Telephone | null = telephone;
    try {
      while (phone) {
        const lost: Leg | null = await this.#untilGone(phone);
        if (!lost) break;
        const back = this.#bringBack(lost);
        this.#back = back.catch(() => undefined);
        phone = await back;
      }
    } catch (error) {
      // With the call the talk ends, and with it this.
      if (call.signal.aborted) return;
      log.error({ err: error, callId: call.id }, 'the phone of one who was asked was lost');
    }
    await this.end('left');
  }

  /** @returns the phone where it is one that is to be rung again */
  async #untilGone(phone: Telephone): Promise<Leg | null> {
    if (!(phone instanceof Leg)) return untilFired(phone.gone).then(() => null);
    const { call } = this.#parts;
    const side = { leg: phone, ended: this.#over.signal };
    const isLost = (await lostOrEnded(side, call, this.#parts)) === 'lost' && this.state !== null;
    return isLost ? phone : null;
  }

  async #bringBack(lost: Leg): Promise<Telephone | null> {
    const { call, changed } = this.#parts;
    this.#away = true;
    changed();
    await lost.hangUp();
    const limit = within(backMs, this.#over.signal);
    const telephone = await ringAgain(call, lost.operatorId, this.#parts, limit);
    this.#away = false;
    if (!telephone || !this.#helper) return null;
    if (this.state === null) {
      await telephone.hangUp();
      return null;
    }
    this.#helper = { ...this.#helper, telephone };
    await this.#opened;
    const room = this.isWithCaller ? call.room : this.#room;
    this.#entered = unlessGone(room.enter(telephone.channelId));
    await this.#entered;
    changed();
    return telephone;
  }

  /** Whatever Asterisk says to the hang-up, the one who was asked is free again. */
  async #letGo(): Promise<void> {
    const { call, log } = this.#parts;
    try {
      await this.#helper?.telephone.hangUp();
    } catch (error) {
      log.error({ err: error, callId: call.id }, 'one who was asked could not be hung up');
    }
    this.#helper?.left();
  }

  /** Whose phone is rung again meanwhile comes with the new one. */
  async #helperToTheCaller(first: Helper): Promise<Telephone> {
    let moved: Telephone;
    do {
      moved = (this.#helper ?? first).telephone;
      await this.#entered;
      await this.#toTheCaller(moved);
    } while (moved !== (this.#helper ?? first).telephone);
    return moved;
  }

  async #toTheCaller({ channelId }: Telephone): Promise<void> {
    await this.#room.leave(channelId);
    await unlessGone(this.#parts.call.room.enter(channelId));
  }

  /** He may have left while he was brought to the caller, who hears music again then. @throws HolosError `desk.not-now` */
  async #demandHelper(): Promise<void> {
    if (this.#stage !== 'over') return;
    await this.#parts.call.music(true);
    throw new HolosError('desk.not-now', 'who was asked has left', { callId: this.#parts.call.id });
  }

  #inTalk(...stages: string[]): Helper {
    if (!this.#helper || !stages.includes(this.#stage))
      throw new HolosError('desk.not-now', 'nobody has picked up yet', { callId: this.#parts.call.id });
    return this.#helper;
  }

  #step(how: ConsultEnded): void {
    if (!this.#parts.call.signal.aborted) this.#parts.call.step({ kind: 'consult-ended', how });
  }
}
