import { HolosError } from '../../errors.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { Leg } from '../../telephony/call/leg.ts';
import { Talk, type TalkParts } from './talk.ts';

/** The talks that go on just now, by operator: what the desk's hold and end speak to. */
export class Talks {
  readonly #byOperator = new Map<number, Talk>();
  readonly #parts: TalkParts;

  constructor(parts: TalkParts) {
    this.#parts = parts;
  }

  /** From the pick-up to the end of the talk. Rejects with the call's reason when the caller hangs up. */
  async talk(
    call: Call,
    leg: Leg,
    operatorId: number,
    waitMs: number,
  ): Promise<'operator-ended' | 'operator-lost'> {
    call.step({ kind: 'connected', operatorId, waitMs });
    return this.#run(new Talk(call, leg, operatorId, this.#parts), 'enter');
  }

  /** Takes up a talk that went on without us, on hold or not. */
  takeUp(
    call: Call,
    leg: Leg,
    { since, held }: { since: Date; held: boolean },
  ): Promise<'operator-ended' | 'operator-lost'> {
    this.#parts.operators.change(leg.operatorId, 'taken-up');
    return this.#run(new Talk(call, leg, leg.operatorId, this.#parts, since), held ? 'held' : 'inside');
  }

  /** @throws HolosError `desk.not-now` when this operator is not in this call. */
  get(operatorId: number, callId: string): Talk {
    const talk = this.#byOperator.get(operatorId);
    if (talk?.call.id !== callId)
      throw new HolosError('desk.not-now', 'this call is not on this desk', { operatorId, callId });
    return talk;
  }

  async #run(talk: Talk, leg: 'enter' | 'inside' | 'held'): Promise<'operator-ended' | 'operator-lost'> {
    this.#byOperator.set(talk.operatorId, talk);
    try {
      return await talk.run(leg);
    } finally {
      this.#byOperator.delete(talk.operatorId);
    }
  }
}
