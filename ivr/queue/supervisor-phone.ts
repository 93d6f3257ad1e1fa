import type { SuperviseHow } from '../../events.ts';
import type { Leg } from '../../telephony/call/leg.ts';
import { SideRoom } from '../../telephony/call/side-room.ts';
import type { Talk } from './talk.ts';

/**
 * How a supervisor is at the talk, and what he hears: the operator's phone, or nothing while that is lost. An ear is good for one
 * place of that phone only: taken along to another, it often hears but one side from then on (seen with Asterisk 22.10).
 */
export interface Position extends Pick<Talk, 'phoneId' | 'isWith'> {
  how: SuperviseHow;
}

/** The phone of a supervisor at a talk: beside it, where he hears the operator's phone, or with the two in the room of the call. */
export class SupervisorPhone {
  readonly leg: Leg;
  readonly #talk: Talk;
  readonly #side: SideRoom;
  #is: Position | null = null;

  constructor(talk: Talk, leg: Leg) {
    this.leg = leg;
    this.#talk = talk;
    this.#side = new SideRoom(talk.call.node, leg.channelId);
  }

  /** How he is at the talk; null until he is. */
  get how(): SuperviseHow | null {
    return this.#is?.how ?? null;
  }

  /** Comes beside the talk, and hears nothing yet. */
  open(): Promise<void> {
    return this.#side.open();
  }

  /** Whether he is there in this way, and hears what there is to hear now. */
  isThere(how: SuperviseHow): boolean {
    const { phoneId, isWith } = this.#talk;
    return how === this.how && phoneId === this.#is?.phoneId && isWith === this.#is.isWith;
  }

  /** @returns where he has come, which is told by `isNow` */
  async come(how: SuperviseHow): Promise<Position> {
    const { phoneId, isWith } = this.#talk;
    try {
      if (how === 'join') await this.#join();
      else await this.#hear(phoneId, how === 'whisper');
      return { how, phoneId, isWith };
    } catch (error) {
      // The phone that he was to hear was lost in this moment: what is wanted is another thing now.
      const isLost = this.#talk.phoneId !== phoneId || (await this.#talk.isPhoneGone());
      // Who was to join has not come to the caller, whatever became of that phone.
      if (how === 'join' || !isLost) throw error;
      return { how, phoneId: null, isWith };
    }
  }

  /** @returns whether it is another way than before */
  isNow(position: Position): boolean {
    const isNew = this.how !== position.how;
    this.#is = position;
    return isNew;
  }

  /** Comes from beside the talk, to be put with the caller. */
  leaveSide(): Promise<void> {
    return this.#side.close();
  }

  /** Of three he goes; the two are alone. */
  async leaveTheCaller(): Promise<void> {
    this.#talk.hears(null);
    await this.#talk.call.room.leave(this.leg.channelId);
  }

  async #join(): Promise<void> {
    if (this.how === 'join') return;
    this.#talk.hears({ supervisorId: this.leg.operatorId, how: 'join' });
    await this.#side.close();
    await this.#talk.call.room.enter(this.leg.channelId);
  }

  /** `phoneId`: of the operator; null while that is lost. */
  async #hear(phoneId: string | null, whispering: boolean): Promise<void> {
    if (this.how === 'join') {
      await this.leaveTheCaller();
      await this.#side.open();
    }
    if (phoneId === null) await this.#side.hearNothing();
    else await this.#side.hear(phoneId, { whispering });
  }
}
