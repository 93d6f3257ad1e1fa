import { HolosError } from '../../errors.ts';
import type { Call } from '../../telephony/call/call.ts';
import { Leg, type Telephone } from '../../telephony/call/leg.ts';
import { helping } from './bring.ts';
import type { Helper } from './consult.ts';
import { Talk, type TalkParts, type TalkThere } from './talk.ts';
import type { ConsultThere } from './talk-consult.ts';
import type { TalkEnd } from './talk-end.ts';

/** Whom the operator of a talk that is taken up has asked for help, by the telephone with which he is in the call. */
export type AskedThere = Pick<ConsultThere, 'who' | 'stage'> & { telephone: Telephone };

/** The talks that go on just now, by operator: what the desk's hold and end speak to. */
export class Talks {
  readonly #byOperator = new Map<number, Talk>();
  readonly #parts: TalkParts;

  constructor(parts: TalkParts) {
    this.#parts = parts;
  }

  /**
   * From the pick-up to the end of the talk, with whichever operator it ends: one who was asked by another and took the call
   * over talks on here. Rejects with the call's reason when the caller hangs up.
   */
  async talk(call: Call, leg: Leg, operatorId: number, waitMs: number): Promise<TalkEnd> {
    call.step({ kind: 'connected', operatorId, waitMs });
    return this.#follow(call, await this.#run(new Talk(call, leg, operatorId, this.#parts), 'enter'));
  }

  /** Takes up a talk that went on without us, on hold or not, with the one whom its operator has asked for help. */
  async takeUp(
    call: Call,
    leg: Leg,
    { asked, ...there }: Omit<TalkThere, 'asked'> & { asked: AskedThere | null },
  ): Promise<TalkEnd> {
    this.#parts.operators.change(leg.operatorId, 'taken-up');
    const helped = asked && { ...asked, helper: this.#helperAgain(call, leg, asked.telephone) };
    const talk = new Talk(call, leg, leg.operatorId, this.#parts, { ...there, asked: helped });
    return this.#follow(call, await this.#run(talk, 'inside'));
  }

  #helperAgain(call: Call, { operatorId: askedBy }: Leg, telephone: Telephone): Helper {
    const { operators } = this.#parts;
    if (!(telephone instanceof Leg)) return { telephone, left: () => undefined };
    operators.change(telephone.operatorId, 'taken-up');
    return helping(call, telephone, askedBy, operators);
  }

  /** @throws HolosError `desk.not-now` when this operator does not lead this call. */
  get(operatorId: number, callId: string): Talk {
    const talk = this.#byOperator.get(operatorId);
    if (talk?.call.id !== callId) throw notNow('this call is not on this desk', { operatorId, callId });
    return talk;
  }

  /** The talk that goes on in this call, whoever leads it. */
  ofCall(callId: string): Talk | undefined {
    return [...this.#byOperator.values()].find((talk) => talk.call.id === callId);
  }

  /** Whether somebody else is asked for help in this call, or was and is not let go yet. */
  isConsulted(callId: string): boolean {
    return Boolean(this.ofCall(callId)?.asked.state);
  }

  /** Who leads the call ends it. @throws HolosError `desk.not-now` */
  end(operatorId: number, callId: string): void {
    this.get(operatorId, callId).end();
  }

  /**
   * A colleague who was asked for help leaves the call.
   * @throws HolosError `desk.not-now` for whom nobody asks, also where it was handed over to him meanwhile: nobody leaves his own caller
   */
  async leave(operatorId: number, callId: string): Promise<void> {
    const asked = this.ofCall(callId)?.asked;
    if (!asked?.isColleague(operatorId)) throw notNow('nobody asks for help here', { operatorId, callId });
    await asked.end('left');
  }

  async #follow(call: Call, end: TalkEnd): Promise<TalkEnd> {
    let last = end;
    while (last.kind === 'handed-over' && last.to instanceof Leg) {
      const { operatorId } = last.to;
      call.step({ kind: 'connected', operatorId, waitMs: 0 });
      last = await this.#run(new Talk(call, last.to, operatorId, this.#parts), 'inside');
    }
    return last;
  }

  async #run(talk: Talk, leg: 'enter' | 'inside'): Promise<TalkEnd> {
    this.#byOperator.set(talk.operatorId, talk);
    try {
      return await talk.run(leg);
    } catch (error) {
      if (talk.heir) await this.#letGo(talk.heir);
      throw error;
    } finally {
      this.#byOperator.delete(talk.operatorId);
    }
  }

  /** The caller has gone in the very moment in which he was handed over: whoever was to talk to him is let go. */
  async #letGo(heir: Telephone): Promise<void> {
    const { operators, log } = this.#parts;
    try {
      await heir.hangUp();
    } catch (error) {
      log.error({ err: error, channelId: heir.channelId }, 'a phone could not be hung up');
    }
    if (!(heir instanceof Leg)) return;
    operators.setDesk(heir.operatorId, null);
    operators.change(heir.operatorId, 'talk-ended');
  }
}

function notNow(why: string, of: { operatorId: number; callId: string }): HolosError {
  return new HolosError('desk.not-now', why, of);
}
