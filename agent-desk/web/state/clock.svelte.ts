const quarterMs = 15 * 60_000;

/**
 * The server's time, second by second: timers are right even on a machine whose clock is not, or is set in the middle of a talk. What
 * passes is measured by a clock that nobody sets; one that stands still while the machine sleeps is corrected when the link is back.
 */
class Clock {
  #startedAtMs = performance.timeOrigin;
  #nowMs = $state(Date.now());
  readonly #quarterMs = $derived(Math.floor(this.#nowMs / quarterMs) * quarterMs);
  #timer: ReturnType<typeof setInterval> | undefined;

  get nowMs(): number {
    return this.#nowMs;
  }

  /** When this quarter of an hour began: whoever asks only which day it is need not ask each second. In no time zone does one begin within it. */
  get quarterMs(): number {
    return this.#quarterMs;
  }

  /** How long ago that was; never below zero. */
  sinceMs(time: string): number {
    return Math.max(0, this.#nowMs - Date.parse(time));
  }

  correct(serverNow: string): void {
    this.#startedAtMs = Date.parse(serverNow) - performance.now();
    this.#tick();
  }

  start(): () => void {
    this.#tick();
    this.#timer = setInterval(() => this.#tick(), 1000);
    return () => clearInterval(this.#timer);
  }

  #tick(): void {
    this.#nowMs = this.#startedAtMs + performance.now();
  }
}

export const clock = new Clock();
