import type { Operator } from './operator.ts';
import { OperatorTimers } from './operator-timers.ts';

/** A ready operator's phone may be away this long (a reload, a new registration) before he counts as unreachable. */
const awayMs = 5_000;

/**
 * Whose phone cannot be rung is not ready for long, and not unreachable for ever.
 *
 *   ready, phone away ──5 s──▶ phone-gone        could not be rung ──rested, it says that it is there──▶ phone-back
 */
export class PhonesAway {
  readonly #timers = new OperatorTimers();
  readonly #tell: (operatorId: number, event: 'phone-gone' | 'phone-back') => void;

  constructor(tell: (operatorId: number, event: 'phone-gone' | 'phone-back') => void) {
    this.#tell = tell;
  }

  /** His state or his phone is another one. */
  follow(one: Operator): void {
    if (one.state === 'unreachable') return;
    if (one.state !== 'ready' || one.phone.state !== 'unregistered') this.#timers.stop(one.id);
    else if (!this.#timers.runs(one.id))
      this.#timers.after(awayMs, one.id, () => one.state === 'ready' && this.#tell(one.id, 'phone-gone'));
  }

  /** It could not be rung: it is tried again after this time. One that is away tells itself when it is back. */
  rest(one: Operator, restMs: number): void {
    this.#timers.after(restMs, one.id, () => {
      if (one.state === 'unreachable' && one.phone.state === 'registered') this.#tell(one.id, 'phone-back');
    });
  }

  close(): void {
    this.#timers.close();
  }
}
