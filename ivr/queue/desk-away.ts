import type { Operator } from './operator.ts';
import { OperatorTimers } from './operator-timers.ts';
import { nextPresence } from './presence-table.ts';

/** A desk may be away this long (a reload, lost Wi-Fi) before its operator is taken off the floor. */
const awayMs = 20_000;

/**
 * Whose desk does not come back is not on the floor.
 *
 *   desk lost ──20 s──▶ gone        in a talk, which is waited for: ──20 s, and its end──▶ gone
 */
export class DesksAway {
  readonly #timers = new OperatorTimers();
  readonly #tell: (operatorId: number, event: 'gone') => void;

  constructor(tell: (operatorId: number, event: 'gone') => void) {
    this.#tell = tell;
  }

  /** His desk was lost, or the talk is over in which it was: what is left of the time runs. */
  wait(one: Operator): void {
    const leftMs = Math.max(0, one.lostAtMs + awayMs - performance.now());
    this.#timers.after(leftMs, one.id, () => this.giveUp(one));
  }

  /** It is back. */
  opened(one: Operator): void {
    this.#timers.stop(one.id);
  }

  /** It is not waited for any longer. */
  giveUp(one: Operator): void {
    this.#timers.stop(one.id);
    if (nextPresence(one.state, 'gone')) this.#tell(one.id, 'gone');
  }

  close(): void {
    this.#timers.close();
  }
}
