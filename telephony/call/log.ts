import type { Bus, Step } from '../../events.ts';
import type { Logger } from '../../log.ts';

export interface StepStore {
  /** Writes steps in order, all or none. A step that is there already (the same call, time, kind) may not appear twice. */
  append(steps: readonly Step[]): Promise<void>;
}

/** Steps kept while the database is away; past it the oldest are lost, counted and said. About an hour of a busy city. */
const longestBacklog = 200_000;
const batch = 500;
/** How long steps are gathered before they are written. A controller that is killed loses at most this much. */
const gatherMs = 50;
const usualRetryMs = 1_000;

/**
 * Writes every step of every call to the database, in order and in batches: calls never wait for the log, and a database
 * that is away for a while loses nothing.
 */
export class CallLog {
  #backlog: Step[] = [];
  #writing: Promise<void> | undefined;
  #lost = 0;
  #closed = false;
  readonly #store: StepStore;
  readonly #log: Logger;
  readonly #retryMs: number;
  readonly #stopListening: () => void;

  constructor(parts: { bus: Bus; store: StepStore; log: Logger; retryMs?: number }) {
    this.#store = parts.store;
    this.#log = parts.log;
    this.#retryMs = parts.retryMs ?? usualRetryMs;
    this.#stopListening = parts.bus.on('step', (step) => this.#add(step));
  }

  get waiting(): number {
    return this.#backlog.length;
  }

  get lost(): number {
    return this.#lost;
  }

  /** Everything said so far is in the database. */
  async written(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  /** Writes what is left; gives up on what cannot be written within `limitMs`, and says how much that was. */
  async close(limitMs = 5_000): Promise<void> {
    this.#stopListening();
    const given = setTimeout(() => {
      this.#closed = true;
    }, limitMs);
    await this.written();
    clearTimeout(given);
    if (this.#backlog.length)
      this.#log.error({ steps: this.#backlog.length }, 'steps of calls could not be written');
  }

  #add(step: Step): void {
    if (this.#backlog.length >= longestBacklog) {
      this.#backlog.shift();
      this.#lost++;
    }
    this.#backlog.push(step);
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  async #write(): Promise<void> {
    // What belongs together is one insert; a busy controller would spend most of its time on single ones.
    await new Promise<void>((resolve) => setTimeout(resolve, gatherMs));
    while (this.#backlog.length > 0 && !this.#closed) {
      const steps = this.#backlog.slice(0, batch);
      try {
        await this.#store.append(steps);
        this.#backlog.splice(0, steps.length);
      } catch (error) {
        this.#log.error({ err: error, waiting: this.#backlog.length }, 'steps of calls are not written yet');
        await new Promise<void>((resolve) => setTimeout(resolve, this.#retryMs));
      }
    }
  }
}
