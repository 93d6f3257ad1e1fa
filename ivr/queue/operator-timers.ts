import { timeLimit } from '../../time-limit.ts';

/** One timer for each operator: a new one takes the place of the one before. */
export class OperatorTimers {
  /** How each is stopped. */
  readonly #timers = new Map<number, () => void>();

  after(ms: number, operatorId: number, then: () => unknown): void {
    this.stop(operatorId);
    const over = () => {
      this.#timers.delete(operatorId);
      then();
    };
    this.#timers.set(operatorId, timeLimit(ms, over));
  }

  runs(operatorId: number): boolean {
    return this.#timers.has(operatorId);
  }

  stop(operatorId: number): void {
    this.#timers.get(operatorId)?.();
    this.#timers.delete(operatorId);
  }

  close(): void {
    for (const id of this.#timers.keys()) this.stop(id);
  }
}
