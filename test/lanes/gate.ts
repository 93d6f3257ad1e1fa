import { deferred } from '../town/waiting.ts';

/** What must be so when one more is let in. Where nobody is in, all of it is. */
export interface Needs {
  /** How many may be in already. */
  readonly beside: number;
  /** The share of the processors that must be idle. */
  readonly idle: number;
}

/** Lets in one after the other, in the order in which they came, each when there is what it needs. */
export class Gate {
  readonly #untilIdle: (share: number, stop: () => boolean) => Promise<void>;
  #last: Promise<void> = Promise.resolve();
  #inside = 0;
  #someoneLeft = deferred<void>();

  /** @param untilIdle never asked by two at a time; it ends at once when `stop` says so */
  constructor(untilIdle: (share: number, stop: () => boolean) => Promise<void>) {
    this.#untilIdle = untilIdle;
  }

  pass({ beside, idle }: Needs): Promise<void> {
    this.#last = this.#last.then(async () => {
      while (this.#inside > beside) await this.#someoneLeft.promise;
      await this.#untilIdle(idle, () => this.#inside === 0);
      this.#inside += 1;
    });
    return this.#last;
  }

  left(): void {
    this.#inside -= 1;
    this.#someoneLeft.resolve();
    this.#someoneLeft = deferred<void>();
  }
}
