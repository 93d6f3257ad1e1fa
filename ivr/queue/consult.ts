import { HolosError } from '../../errors.ts';
import type { Consulted, ConsultState } from '../../events.ts';
import type { Logger } from '../../log.ts';
import type { Call } from '../../telephony/call/call.ts';
import { NotReached } from '../../telephony/call/dial.ts';
import type { Telephone } from '../../telephony/call/leg.ts';
import { Room, roomId, unlessGone } from '../../telephony/call/room.ts';

/** The telephone of somebody who was brought to a call; `left` is told when he is no longer in it. */
export interface Helper {
  telephone: Telephone;
  left: () => void;
}

export interface ConsultParts {
  call: Call;
  /** The telephone of the operator who asks. */
  asking: () => Telephone;
  with: Consulted;
  /** Rings the one who is asked. @throws NotReached, or the signal's reason */
  ring: (signal: AbortSignal) => Promise<Helper>;
  /** The state has changed, or the consultation is over. */
  changed: () => void;
  log: Logger;
}

/**
 * An operator talks to somebody else about a call, while the caller hears music.
 *
 *   ringing ──picked up──▶ talking ──join──▶ three        (talking, three: also taken up, after a restart)
 *      │ not reached, back    │ back, left      │ back, left
 *      └──────────▶ over ◀────┴─────────────────┘
 *   talking, three ──hand over──▶ over: the one who was asked talks on with the caller
 */
export class Consult {
  #stage: ConsultState['stage'] | 'over' = 'ringing';
  #helper: Helper | undefined;
  readonly #parts: ConsultParts;
  readonly #over = new AbortController();
  readonly #room: Room;

  constructor(parts: ConsultParts) {
    this.#parts = parts;
    this.#room = new Room(parts.call.node, consultId(parts.call.id));
  }

  get state(): ConsultState | null {
    return this.#stage === 'over' ? null : { with: this.#parts.with, stage: this.#stage };
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
      helper.telephone.gone.addEventListener('abort', () => void this.end('left'));
      await this.#parts.asking().silence(false);
      await this.#room.open(this.#parts.asking().channelId, { mixes: true });
      await this.#room.enter(helper.telephone.channelId);
      if (this.#stage !== 'ringing') return;
      if (helper.telephone.gone.aborted) return await this.end('left');
      this.#stage = 'talking';
      this.#parts.changed();
    } catch (error) {
      if (!(error instanceof NotReached) && !this.#over.signal.aborted && !call.signal.aborted)
        log.error({ err: error, callId: call.id }, 'somebody else could not be brought to a call');
      await this.end('not-reached');
    }
  }

  /** Two, or three, talk on who have noticed nothing of a restart; only the leading of it begins again, with the talk itself. */
  takeUp(helper: Helper, stage: 'talking' | 'three'): void {
    this.#helper = helper;
    this.#stage = stage;
    const { gone } = helper.telephone;
    gone.addEventListener('abort', () => void this.end('left'));
    if (gone.aborted) void this.end('left');
  }

  /** All three hear each other. @throws HolosError `desk.not-now` before it is picked up */
  async join(): Promise<Pick<Consult, 'isWithCaller'>> {
    const helper = this.#inTalk('talking');
    const { call } = this.#parts;
    await call.music(false);
    await this.#toTheCaller(this.#parts.asking());
    await this.#toTheCaller(helper.telephone);
    await this.#room.close();
    // Who was asked may have hung up meanwhile: then the operator is with the caller alone.
    if (this.#stage === 'over') await this.#parts.asking().silence(false);
    else this.#stage = 'three';
    this.#parts.changed();
    return this;
  }

  /**
   * The one who was asked stays with the caller; the operator may go.
   * @throws HolosError `desk.not-now` before it is picked up
   */
  async handOver(): Promise<Telephone> {
    const helper = this.#inTalk('talking', 'three');
    if (this.#stage === 'talking') {
      await this.#parts.call.music(false);
      await this.#toTheCaller(helper.telephone);
    }
    this.#stage = 'over';
    this.#step('handed-over');
    await this.#room.close();
    return helper.telephone;
  }

  /** The one who was asked is let go. What is over stays so. Never fails. */
  async end(how: 'back' | 'left' | 'not-reached'): Promise<void> {
    if (this.#stage === 'over') return;
    const wereThree = this.isWithCaller;
    this.#stage = 'over';
    this.#over.abort(new HolosError('consult.over', 'the consultation is over'));
    this.#step(how);
    const { call, changed, log } = this.#parts;
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
    await this.#letGo();
    changed();
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

  async #toTheCaller({ channelId }: Telephone): Promise<void> {
    await this.#room.leave(channelId);
    await unlessGone(this.#parts.call.room.enter(channelId));
  }

  #inTalk(...stages: string[]): Helper {
    if (!this.#helper || !stages.includes(this.#stage))
      throw new HolosError('desk.not-now', 'nobody has picked up yet', { callId: this.#parts.call.id });
    return this.#helper;
  }

  #step(how: 'back' | 'left' | 'not-reached' | 'handed-over'): void {
    if (!this.#parts.call.signal.aborted) this.#parts.call.step({ kind: 'consult-ended', how });
  }
}

const prefix = 'consult-';

function consultId(callId: string): string {
  return `${prefix}${callId}`;
}

/** The bridge on which an operator talks to the one whom he has asked about this call. */
export function consultRoomId(callId: string): string {
  return roomId(consultId(callId));
}

/** The call whose room this is, or about which somebody is asked there. */
export function callOfRoom(id: string): string {
  return id.startsWith(prefix) ? id.slice(prefix.length) : id;
}
