import { Backlog } from '../../db/backlog.ts';
import type { Bus, Step } from '../../events.ts';
import type { Logger } from '../../log.ts';

export interface StepStore {
  /** Writes steps in order, all or none. A step that is there already (the same call, time, kind) may not appear twice. */
  append(steps: readonly Step[]): Promise<void>;
}

/** Writes every step of every call to the database: calls never wait for the log, and a database that is away loses nothing. */
export class CallLog {
  readonly #backlog: Backlog<Step>;
  readonly #stopListening: () => void;

  constructor(parts: { bus: Bus; store: StepStore; log: Logger; retryMs?: number }) {
    const { store, log, retryMs } = parts;
    this.#backlog = new Backlog({ append: (some) => store.append(some), of: 'steps of calls', log, retryMs });
    this.#stopListening = parts.bus.on('step', (step) => this.#backlog.add(step));
  }

  /** Everything said so far is in the database. */
  written(): Promise<void> {
    return this.#backlog.written();
  }

  /** Writes what is left, within some seconds. */
  close(): Promise<void> {
    this.#stopListening();
    return this.#backlog.close();
  }
}
