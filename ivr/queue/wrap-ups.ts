import type { Bus } from '../../events.ts';
import type { Operator } from './operator.ts';
import { OperatorTimers } from './operator-timers.ts';

/** How much longer wrap-up lasts each time the operator asks for it. */
const prolongMs = 60_000;

/**
 * How long wrap-ups last, and what is still to be said in them.
 *
 *   begins ──▶ runs ──its time is up──▶ over        runs ──asked for──▶ runs a minute longer
 *      │        ▲ │
 *      │ opened │ │ desk lost
 *      │        │ ▼
 *      └──────▶ waits for the desk, without an end
 */
export class WrapUps {
  readonly #timers = new OperatorTimers();
  readonly #bus: Bus;
  readonly #lengthMs: (queue: string | null) => number;
  readonly #over: (operatorId: number, event: 'wrapped-up') => void;

  /** @param lengthMs how long wrap-up lasts after a call of this queue; null: of which is not known */
  constructor(
    bus: Bus,
    lengthMs: (queue: string | null) => number,
    over: (operatorId: number, event: 'wrapped-up') => void,
  ) {
    this.#bus = bus;
    this.#lengthMs = lengthMs;
    this.#over = over;
  }

  /** He has come into wrap-up: it is told of with that. */
  begin(one: Operator): void {
    this.#run(one, this.#lengthMs(one.queue));
  }

  /** His desk is open again: wrap-up is as long as it was at first. */
  deskOpened(one: Operator): void {
    if (one.state === 'wrap-up') this.#move(one, this.#lengthMs(one.queue));
  }

  deskLost(one: Operator): void {
    if (one.state !== 'wrap-up') return;
    this.#timers.stop(one.id);
    this.#tell(one, null);
  }

  /** A minute longer. */
  prolong(one: Operator): void {
    const leftMs = one.wrapUpEndsAt ? one.wrapUpEndsAt.getTime() - Date.now() : this.#lengthMs(one.queue);
    this.#move(one, leftMs + prolongMs);
  }

  /** He is in wrap-up no more. */
  end(one: Operator): void {
    this.#timers.stop(one.id);
  }

  /** It was said what this call came to, by whomever. */
  disposed(one: Operator, callId: string): void {
    if (one.wrapUpCall?.callId !== callId || !one.wrapUpCall.owesDisposition) return;
    one.wrapUpCall = { callId, owesDisposition: false };
    this.#tell(one, one.wrapUpEndsAt);
  }

  close(): void {
    this.#timers.close();
  }

  /** It ends after this time from now on, and everybody is told so. */
  #move(one: Operator, lengthMs: number): void {
    this.#run(one, lengthMs);
    this.#tell(one, one.wrapUpEndsAt);
  }

  #run(one: Operator, lengthMs: number): void {
    if (!one.deskOpen) return;
    one.wrapUpEndsAt = new Date(Date.now() + lengthMs);
    this.#timers.after(lengthMs, one.id, () => this.#over(one.id, 'wrapped-up'));
  }

  #tell(one: Operator, endsAt: Date | null): void {
    one.wrapUpEndsAt = endsAt;
    this.#bus.emit('wrap-up', { operatorId: one.id, endsAt, call: one.wrapUpCall });
  }
}
