/** The server's time, second by second: timers are right even on a machine whose clock is not. */
class Clock {
  #aheadMs = 0;
  #nowMs = $state(Date.now());
  #timer: ReturnType<typeof setInterval> | undefined;

  get nowMs(): number {
    return this.#nowMs;
  }

  /** How long ago that was; never below zero. */
  sinceMs(time: string): number {
    return Math.max(0, this.#nowMs - Date.parse(time));
  }

  correct(serverNow: string): void {
    this.#aheadMs = Date.parse(serverNow) - Date.now();
    this.#tick();
  }

  start(): () => void {
    this.#tick();
    this.#timer = setInterval(() => this.#tick(), 1000);
    return () => clearInterval(this.#timer);
  }

  #tick(): void {
    this.#nowMs = Date.now() + this.#aheadMs;
  }
}

export const clock = new Clock();
