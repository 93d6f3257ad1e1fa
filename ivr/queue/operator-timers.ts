/** One timer for each operator: a new one takes the place of the one before. */
export class OperatorTimers {
  readonly #timers = new Map<number, NodeJS.Timeout>();

  after(ms: number, operatorId: number, then: () => unknown): void {
    this.stop(operatorId);
    const timer = setTimeout(() => {
      this.#timers.delete(operatorId);
      then();
    }, ms);
    this.#timers.set(operatorId, timer);
  }

  runs(operatorId: number): boolean {
    return this.#timers.has(operatorId);
  }

  stop(operatorId: number): void {
    clearTimeout(this.#timers.get(operatorId));
    this.#timers.delete(operatorId);
  }

  close(): void {
    for (const id of this.#timers.keys()) this.stop(id);
  }
}
