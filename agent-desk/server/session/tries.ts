import { EventEmitter, once } from 'node:events';
import { HolosError } from '../../../errors.ts';

interface Count {
  failures: number;
  /** When the failures are forgiven: so long after the first of them, by a clock that nobody sets (`performance.now`). */
  forgivenAtMs: number;
  /** Begun, and nobody knows yet how they end. */
  underWay: number;
  /** `ended`: one of those under way has. */
  readonly events: EventEmitter<{ ended: [] }>;
}

/**
 * Tries that may fail so often within a time, for each key. Those that succeed do not count; and since nobody knows beforehand which
 * will, a try that would be one too many if all those under way failed waits until enough of them have ended.
 */
export class Tries {
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #counts = new Map<string, Count>();

  constructor(limit: number, windowMs: number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  /**
   * Waits for its turn, and no longer than `signal` lets it.
   * @returns to be told how it ended
   * @throws HolosError `session.too-many-tries`, with `details.retryAfterSeconds`; the reason of `signal`
   */
  async begin(key: string, signal: AbortSignal): Promise<(end: { failed: boolean }) => void> {
    for (;;) {
      const count = this.#countOf(key);
      if (count.failures >= this.#limit) throw tooMany(count);
      if (count.failures + count.underWay < this.#limit) {
        count.underWay += 1;
        return ({ failed }) => this.#end(count, failed);
      }
      await once(count.events, 'ended', { signal }).catch((error: unknown) => {
        throw signal.aborted ? signal.reason : error;
      });
    }
  }

  #countOf(key: string): Count {
    const known = this.#counts.get(key);
    if (known) {
      if (known.forgivenAtMs <= performance.now()) known.failures = 0;
      return known;
    }
    const events = new EventEmitter<{ ended: [] }>().setMaxListeners(0);
    const count: Count = { failures: 0, forgivenAtMs: Number.POSITIVE_INFINITY, underWay: 0, events };
    this.#counts.set(key, count);
    return count;
  }

  #end(count: Count, failed: boolean): void {
    count.underWay -= 1;
    if (failed) {
      if (count.failures === 0 || count.forgivenAtMs <= performance.now()) {
        count.failures = 0;
        count.forgivenAtMs = performance.now() + this.#windowMs;
      }
      count.failures += 1;
    }
    count.events.emit('ended');
    this.#forget();
  }

  /** Those that say nothing any more: logins can be made up without end. */
  #forget(): void {
    for (const [key, { failures, forgivenAtMs, underWay, events }] of this.#counts) {
      const isClean = failures === 0 || forgivenAtMs <= performance.now();
      if (isClean && underWay === 0 && events.listenerCount('ended') === 0) this.#counts.delete(key);
    }
  }
}

function tooMany({ forgivenAtMs }: Count): HolosError {
  const message = 'Too many tries to log in. Wait a few minutes, then try again.';
  const retryAfterSeconds = Math.ceil((forgivenAtMs - performance.now()) / 1000);
  return new HolosError('session.too-many-tries', message, { retryAfterSeconds });
}
