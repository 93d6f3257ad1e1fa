import { HolosError } from '../../errors.ts';
import type { Consulted, ConsultState } from '../../events.ts';
import type { Call } from '../../telephony/call/call.ts';
import { Consult, type ConsultParts, type Helper } from './consult.ts';
import type { TalkEnd } from './talk-end.ts';

/** Rings somebody else for a call, see `bring.ts`. @throws NotReached, or the signal's reason */
export type Bring = (call: Call, who: Consulted, askedBy: number, signal: AbortSignal) => Promise<Helper>;

export interface TalkConsultParts extends Omit<ConsultParts, 'with' | 'ring'> {
  operatorId: number;
  bring: Bring;
}

/** Somebody else who is in the call already, when the talk is taken up. */
export interface ConsultThere {
  who: Consulted;
  helper: Helper;
  stage: 'talking' | 'three';
}

/** Whom the operator of a talk has asked for help, as the talk has him: nobody, or one after the other. */
export class TalkConsult {
  #last: Consult | null = null;
  readonly #parts: TalkConsultParts;

  constructor(parts: TalkConsultParts) {
    this.#parts = parts;
  }

  /** Null while nobody is asked. */
  get state(): ConsultState | null {
    return this.#last?.state ?? null;
  }

  /** When nothing is left of the last one: the next has the same room. */
  get ended(): Promise<void> {
    return this.#last?.ended ?? Promise.resolve();
  }

  /** Whether the one who was asked is with the caller, or would be if his phone were not just lost. */
  get isWithCaller(): boolean {
    return this.#last?.isWithCaller ?? false;
  }

  /** Whether the caller hears him. */
  get isHeardByCaller(): boolean {
    return this.isWithCaller && this.state?.away === false;
  }

  /** Whether this colleague was asked, and is in the call. */
  isColleague(operatorId: number): boolean {
    const who = this.state?.with;
    return who !== undefined && 'operatorId' in who && who.operatorId === operatorId;
  }

  begin(who: Consulted): void {
    const { call, operatorId, changed } = this.#parts;
    call.step({ kind: 'consulted', operatorId, with: who });
    const consult = this.#with(who);
    changed();
    void consult.begin();
  }

  /** A consultation that has gone on without us. */
  takeUp({ who, helper, stage }: ConsultThere): void {
    this.#with(who).takeUp(helper, stage);
  }

  /** The one who was asked is let go; where nobody is, nothing changes. Never fails. */
  async end(how: 'back' | 'left' | 'asker-away'): Promise<void> {
    await this.#last?.end(how);
  }

  /** All three together. @throws HolosError `desk.not-now` before it was picked up */
  async join(): Promise<void> {
    const { isWithCaller } = await this.#going().consult.join();
    const { call, operatorId } = this.#parts;
    // Who was asked may have left on the way: the caller is off hold all the same.
    call.step({ kind: 'resumed', operatorId });
    if (isWithCaller) call.step({ kind: 'three-together', operatorId });
  }

  /** The one who was asked talks on with the caller. @throws HolosError `desk.not-now` before it was picked up */
  async handOver(): Promise<TalkEnd> {
    const { call, operatorId } = this.#parts;
    const { consult, who } = this.#going();
    const to = await consult.handOver();
    call.step({ kind: 'transferred', operatorId, to: who });
    return { kind: 'handed-over', to, who };
  }

  #with(who: Consulted): Consult {
    const { call, operatorId, bring } = this.#parts;
    const ring = (signal: AbortSignal) => bring(call, who, operatorId, signal);
    this.#last = new Consult({ ...this.#parts, with: who, ring });
    return this.#last;
  }

  #going(): { consult: Consult; who: Consulted } {
    const who = this.state?.with;
    if (this.#last && who) return { consult: this.#last, who };
    throw new HolosError('desk.not-now', 'nobody was asked', { callId: this.#parts.call.id });
  }
}
