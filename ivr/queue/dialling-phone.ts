import type { Leg } from '../../telephony/call/leg.ts';
import { within } from '../../time-limit.ts';
import { type LostPhoneParts, lostOrEnded, type RungFor, ringAgain } from './lost-phone.ts';
import { hearingItRing } from './own-phone.ts';

/** How long the resident's phone rings on for an operator whose own is lost. Who picks up meanwhile is told that he comes back. */
const backMs = 15_000;

/**
 * The phone of an operator who calls, while the resident's rings: it hears that. A page that is loaded anew costs no call.
 *
 *   hears it ring ──lost──▶ away ──registered again, picked up──▶ hears it ring
 *        │ a SIP phone hung up │ 15 s
 *        └──────▶ given up ◀───┘            reached, or not: over
 */
export class DiallingPhone {
  /** The phone as it is now. One that is lost while the resident picks up is rung again by the talk. */
  leg: Leg;
  readonly #called: RungFor;
  readonly #parts: LostPhoneParts;

  constructor(leg: Leg, called: RungFor, parts: LostPhoneParts) {
    this.leg = leg;
    this.#called = called;
    this.#parts = parts;
  }

  /** @param givesUp told when the operator has hung up, or has not come back in time */
  async hearsItRing<T>(during: () => Promise<T>, givesUp: () => void): Promise<T> {
    const over = new AbortController();
    const { log } = this.#parts;
    const { operatorId } = this.leg;
    const staying = this.#stays(over.signal).then(
      (stays) => stays || givesUp(),
      (error: unknown) => {
        log.error({ err: error, callId: this.#called.id, operatorId }, 'the phone of one who calls was lost');
        givesUp();
      },
    );
    try {
      return await during();
    } finally {
      over.abort();
      await staying;
    }
  }

  /** @returns false where the operator is gone before it is over */
  async #stays(over: AbortSignal): Promise<boolean> {
    while (!over.aborted) {
      const why = await hearingItRing(this.#called.node, this.leg, () => this.#untilLostOrOver(over));
      if (over.aborted) return true;
      if (why === 'ended') return false;
      await this.leg.hangUp();
      const again = await ringAgain(this.#called, this.leg.operatorId, this.#parts, within(backMs, over));
      if (!again) return over.aborted;
      this.leg = again;
    }
    return true;
  }

  #untilLostOrOver(over: AbortSignal): Promise<'lost' | 'ended'> {
    return lostOrEnded({ leg: this.leg, ended: over }, {}, this.#parts);
  }
}
