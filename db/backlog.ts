import type { Logger } from '../log.ts';
import { isRefused } from './faults.ts';

/** Kept while the database is away; past it the oldest are lost, counted and said. About an hour of a busy city's steps. */
const longest = 200_000;
const batch = 500;
/** How long things are gathered before they are written. A controller that is killed loses at most this much. */
const gatherMs = 50;
const usualRetryMs = 1_000;

/**
 * Writes what has happened to the database, in order and in batches: nobody waits for it, and a database that is away for a while
 * loses nothing. What the database refuses for what it is stands in the log of the controller instead, and keeps no other back.
 */
export class Backlog<T extends { callId: string | null }> {
  #waiting: T[] = [];
  #writing: Promise<void> | undefined;
  /** How many have ever come. Those that wait no more are written, set aside or lost. */
  #added = 0;
  /** Who waits until none of the first so many is left, in their order. */
  readonly #asked: { count: number; resolve: () => void }[] = [];
  #lost = 0;
  #closed = false;
  readonly #append: (some: readonly T[]) => Promise<void>;
  readonly #log: Logger;
  readonly #retryMs: number;

  /**
   * @param parts.append writes some in order, all or none
   * @param parts.of what they are, for the log
   */
  constructor(parts: {
    append: (some: readonly T[]) => Promise<void>;
    of: string;
    log: Logger;
    retryMs?: number | undefined;
  }) {
    this.#append = parts.append;
    this.#log = parts.log.child({ backlog: parts.of });
    this.#retryMs = parts.retryMs ?? usualRetryMs;
  }

  add(one: T): void {
    if (this.#waiting.length >= longest) {
      this.#waiting.shift();
      this.#lost++;
    }
    this.#waiting.push(one);
    this.#added++;
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  /** Everything added so far is in the database, or never will be; what is added meanwhile is not waited for. */
  written(): Promise<void> {
    if (this.#waiting.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#asked.push({ count: this.#added, resolve }));
  }

  /** Writes what is left; gives up on what cannot be written within `limitMs`, and says how much that was. */
  async close(limitMs = 5_000): Promise<void> {
    const given = setTimeout(() => {
      this.#closed = true;
    }, limitMs);
    while (this.#writing) await this.#writing;
    clearTimeout(given);
    if (this.#waiting.length > 0) this.#log.error(this.#state, 'could not be written');
  }

  get #state() {
    return { waiting: this.#waiting.length, lost: this.#lost };
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#closed) {
      // What belongs together is one insert, each time anew; a busy controller would spend most of its time on single ones.
      if (this.#waiting.length < batch) await new Promise<void>((resolve) => setTimeout(resolve, gatherMs));
      try {
        await this.#writeFirst(Math.min(batch, this.#waiting.length));
      } catch (error) {
        this.#log.error({ err: error, ...this.#state }, 'not written yet');
        await new Promise<void>((resolve) => setTimeout(resolve, this.#retryMs));
      }
    }
  }

  /** Of a batch that is refused, each half by itself, down to the one for which it is. @throws what may be over in a while */
  async #writeFirst(count: number): Promise<void> {
    const some = this.#waiting.slice(0, count);
    try {
      await this.#append(some);
    } catch (error) {
      if (!isRefused(error)) throw error;
      if (count > 1) {
        const half = Math.ceil(count / 2);
        await this.#writeFirst(half);
        return this.#writeFirst(count - half);
      }
      const [refused] = some as [T];
      // It may hold a number, or a name.
      this.#log.error({ err: error, callId: refused.callId, person: refused }, 'can never be written');
    }
    this.#waiting.splice(0, count);
    const done = this.#added - this.#waiting.length;
    while (this.#asked[0] && this.#asked[0].count <= done) this.#asked.shift()?.resolve();
  }
}
