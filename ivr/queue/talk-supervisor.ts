import { HolosError } from '../../errors.ts';
import type { Supervised } from '../../events.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { Leg } from '../../telephony/call/leg.ts';
import { unlessGone } from '../../telephony/call/room.ts';

/**
 * A supervisor to whom the call may be given; `give` is called in the moment from which his phone belongs to the talk, and says
 * whether he still takes it.
 */
export interface Joined {
  phone: Leg;
  give: () => boolean;
}

/** From whom a call is taken over. */
export interface TakenFrom {
  call: Call;
  operatorId: number;
  isHeld: boolean;
  isOver: () => boolean;
}

/** The supervisor at a talk, as the talk has him: what the operator is shown of him, and the call that may become his. */
export class TalkSupervisor {
  #shown: Supervised | null = null;
  #joined: Joined | null = null;

  get shown(): Supervised | null {
    return this.#shown;
  }

  /** Whether the caller is with him, too, or is just about to be. */
  get joins(): boolean {
    return this.#shown?.how === 'join';
  }

  /** @returns whether the operator is to be shown something new */
  becomes(shown: Supervised | null, joined: Joined | null): boolean {
    const isNew = shown?.how !== this.#shown?.how;
    this.#shown = shown;
    this.#joined = joined;
    return isNew;
  }

  /** The operator is lost, and the call is his who has joined. @returns null where nobody takes it */
  inherits(from: Pick<TakenFrom, 'call' | 'operatorId'>): Leg | null {
    return this.#joined && give(this.#joined, from) ? this.#joined.phone : null;
  }

  /**
   * He comes in before the operator goes: the caller is never alone.
   * @throws HolosError `desk.not-now` where the talk or his phone has ended meanwhile
   */
  async takesOver(by: Joined, from: TakenFrom): Promise<Leg> {
    const { call, isHeld, isOver } = from;
    try {
      if (isHeld) await call.music(false);
      await unlessGone(call.room.enter(by.phone.channelId));
      if (isOver() || by.phone.gone.aborted || !give(by, from))
        throw new HolosError('desk.not-now', 'the talk has ended meanwhile', { callId: call.id });
    } catch (error) {
      if (isHeld && !call.signal.aborted) await call.music(true);
      throw error;
    }
    return by.phone;
  }
}

function give(to: Joined, { call, operatorId: from }: Pick<TakenFrom, 'call' | 'operatorId'>): boolean {
  if (call.signal.aborted || !to.give()) return false;
  call.step({ kind: 'taken-over', operatorId: to.phone.operatorId, from });
  return true;
}
