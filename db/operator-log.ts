import type { Bus, HolosEvents } from '../events.ts';
import type { Logger } from '../log.ts';
import { Backlog } from './backlog.ts';
import type { Database } from './connect.ts';
import { appendOperatorEvents, type OperatorEvent } from './queries/operator-events.ts';

/** Writes every state that an operator comes into, and what he asks for after it; while the database is away they are kept, with their times. */
export class OperatorLog {
  readonly #backlog: Backlog<OperatorEvent>;
  readonly #stopListening: () => void;

  constructor({ bus, db, log, retryMs }: { bus: Bus; db: Database; log: Logger; retryMs?: number }) {
    const append = (some: readonly OperatorEvent[]) => appendOperatorEvents(db, some);
    this.#backlog = new Backlog({ append, of: 'states of operators', log, retryMs });
    const write = (one: HolosEvents['operator'], at: Date) => this.#backlog.add(eventOf(one, at));
    const stops = [
      bus.on('operator', (one) => write(one, one.since)),
      // Whoever takes back what was to come has done something, too, though the state itself is not by him.
      bus.on('afterwards', ({ by, ...one }) => write({ ...one, setBy: by }, new Date())),
    ];
    this.#stopListening = () => {
      for (const stop of stops) stop();
    };
  }

  /** Writes what is left, within some seconds. */
  close(): Promise<void> {
    this.#stopListening();
    return this.#backlog.close();
  }
}

/** What is asked for after a state has a reason and a supervisor of its own; the state before it has none then. */
function eventOf(
  { operatorId, state, callId, afterwards, ...one }: HolosEvents['operator'],
  at: Date,
): OperatorEvent {
  const { reason, setBy } = afterwards ?? { reason: one.pauseReason, setBy: one.setBy };
  return { operatorId, at, state, reason, callId, setBy, afterwards: afterwards?.to ?? null };
}
