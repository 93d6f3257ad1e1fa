/** Whoever a live caller waits for goes before what is made ahead. */
export type Urgency = 'live' | 'ahead';

/** At most `most` at work at the same time; the rest wait their turn, live ones first. */
export class Turns {
  readonly #most: number;
  readonly #waiting: Record<Urgency, (() => void)[]> = { live: [], ahead: [] };
  #working = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Rejects with the signal's reason when it fires before the turn has come. */
  async take<T>(urgency: Urgency, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#turn(urgency, signal);
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  #turn(urgency: Urgency, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#working < this.#most) {
      this.#working++;
      return Promise.resolve();
    }
    const line = this.#waiting[urgency];
    return new Promise((resolve, reject) => {
      const begin = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        line.splice(line.indexOf(begin), 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      line.push(begin);
    });
  }

  /** The place at work is handed on without becoming free in between. */
  #next(): void {
    const begin = this.#waiting.live.shift() ?? this.#waiting.ahead.shift();
    if (begin) begin();
    else this.#working--;
  }
}
