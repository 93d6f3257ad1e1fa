import type { Bus } from '../events.ts';
import type { Logger } from '../log.ts';
import { Backlog } from './backlog.ts';
import type { Database } from './connect.ts';
import { appendOperatorEvents, type OperatorEvent } from './queries/operator-events.ts';

/** Writes every state that an operator comes into; while the database is away they are kept, with their times. */
export class OperatorLog {
  readonly #backlog: Backlog<OperatorEvent>;
  readonly #stopListening: () => void;

  constructor({ bus, db, log, retryMs }: { bus: Bus; db: Database; log: Logger; retryMs?: number }) {
    const append = (some: readonly OperatorEvent[]) => appendOperatorEvents(db, some);
    this.#backlog = new Backlog({ append, of: 'states of operators', log, retryMs });
    this.#stopListening = bus.on(
      'operator',
      ({ operatorId, state, since: at, pauseReason: reason, callId, setBy }) =>
        this.#backlog.add({ operatorId, at, state, reason, callId, setBy }),
    );
  }

  /** Writes what is left, within some seconds. */
  close(): Promise<void> {
    this.#stopListening();
    return this.#backlog.close();
  }
}
