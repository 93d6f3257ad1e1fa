import { HolosError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { Call } from '../../telephony/call/call.ts';
import { NotReached } from '../../telephony/call/dial.ts';
import { CallOver } from '../../telephony/call/ended.ts';
import type { Leg } from '../../telephony/call/leg.ts';
import { outgoingCallId } from '../../telephony/call/outgoing.ts';
import type { Flow } from '../../telephony/call/runner.ts';
import { DiallingPhone } from './dialling-phone.ts';
import type { Operators } from './operators.ts';
import { cardShown, type OwnPhoneParts, ringOwnPhone } from './own-phone.ts';

/** Whom an operator calls, and which hotline's number he sees. */
export interface DialledNumber {
  /** As it is dialled. */
  number: string;
  hotline: string;
}

export interface OutgoingTalkParts<S> extends OwnPhoneParts {
  operators: Operators;
  /** Rings the resident; `known` is called when it was looked up who he is. Null when he was not reached. @throws the signal's reason */
  ring: (
    dialled: DialledNumber & { operatorId: number; callId: string },
    signal: AbortSignal,
    known: () => void,
  ) => Promise<Call | null>;
  /** The talk, and what comes of it. */
  talk: (leg: Leg) => Flow<S>;
  /** Leads the call to its end. Never fails. */
  lead: (call: Call, flow: Flow<S>) => void;
  log: Logger;
}

/**
 * Calls that operators make: the operator's phone first, which hears the ringing, then the resident's.
 *
 *   free, paused … ──dials──▶ dialling ──resident picks up──▶ talking ──▶ wrap-up ──▶ where he was
 *                                 └──ended, not reached──────────────────────▲
 */
export class OutgoingTalks<S> {
  readonly #parts: OutgoingTalkParts<S>;
  readonly #dialling = new Map<number, { callId: string; stop: AbortController }>();

  constructor(parts: OutgoingTalkParts<S>) {
    this.#parts = parts;
  }

  /** @throws HolosError `desk.not-now` while he is busy with a caller, or where his phone cannot ring */
  begin(operatorId: number, dialled: DialledNumber): string {
    const { operators, log } = this.#parts;
    if (operators.phone(operatorId).state !== 'registered')
      throw new HolosError('desk.not-now', 'the phone of this desk cannot ring', { operatorId });
    operators.change(operatorId, 'dials');
    const callId = outgoingCallId(this.#parts.node.name);
    const stop = new AbortController();
    this.#dialling.set(operatorId, { callId, stop });
    const shown = cardShown(this.#parts, { operatorId, callId }, stop.signal);
    this.#show(operatorId, callId);
    this.#dial(shown, { ...dialled, operatorId, callId }, stop).catch((error) =>
      log.error({ err: error, callId, operatorId }, 'a call of an operator failed'),
    );
    return callId;
  }

  /** The operator gives up while it rings. False where nothing of this call rings any more. */
  stop(operatorId: number, callId: string): boolean {
    const dialling = this.#dialling.get(operatorId);
    if (dialling?.callId !== callId) return false;
    dialling.stop.abort(new CallOver('operator-hung-up'));
    return true;
  }

  async #dial(
    shown: Promise<unknown>,
    dialled: DialledNumber & { operatorId: number; callId: string },
    stop: AbortController,
  ) {
    const { operatorId, callId } = dialled;
    const { talk, lead } = this.#parts;
    let phone: DiallingPhone | undefined;
    let call: Call | null = null;
    try {
      await shown;
      phone = await this.#pickUp(dialled, stop.signal);
      call = await phone.hearsItRing(
        () => this.#parts.ring(dialled, stop.signal, () => this.#showCard(operatorId, callId)),
        () => this.stop(operatorId, callId),
      );
    } catch (error) {
      if (!stop.signal.aborted && !(error instanceof NotReached)) throw error;
    } finally {
      if (this.#dialling.get(operatorId)?.callId === callId) this.#dialling.delete(operatorId);
      if (!call) await this.#over(operatorId, phone?.leg);
    }
    if (call && phone) lead(call, talk(phone.leg));
  }

  async #pickUp(
    { operatorId, callId, number }: DialledNumber & { operatorId: number; callId: string },
    signal: AbortSignal,
  ): Promise<DiallingPhone> {
    const leg = await ringOwnPhone(this.#parts, { operatorId, callId, farNumber: number }, signal);
    return new DiallingPhone(leg, { id: callId, number, node: this.#parts.node }, this.#parts);
  }

  /** Whoever has given up meanwhile has no card to show. */
  #showCard(operatorId: number, callId: string): void {
    if (this.#dialling.get(operatorId)?.callId === callId) this.#show(operatorId, callId);
  }

  #show(operatorId: number, callId: string): void {
    const since = new Date();
    this.#parts.operators.setDesk(operatorId, { callId, stage: 'dialling', held: false, since });
  }

  async #over(operatorId: number, leg: Leg | undefined): Promise<void> {
    try {
      await leg?.hangUp();
    } finally {
      this.#parts.operators.setDesk(operatorId, null);
      this.#parts.operators.change(operatorId, 'talk-ended');
    }
  }
}
