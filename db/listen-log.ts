import type { Logger } from '../log.ts';
import { Backlog } from './backlog.ts';
import type { Database } from './connect.ts';
import { insertListens, type Listen } from './queries/listens.ts';

/** A player asks for one piece of a sound after the other, and anew where somebody jumps about in it: that is one listen. */
const onceMs = 60_000;

/** Writes who has listened to what. Nobody who listens waits for it; while the database is away they are kept, with their times. */
export class ListenLog {
  readonly #backlog: Backlog<Listen>;
  /** When a sound was last asked for by somebody within the last minute, the longest ago first. */
  readonly #lately = new Map<string, number>();

  constructor({ db, log }: { db: Database; log: Logger }) {
    this.#backlog = new Backlog({ append: (some) => insertListens(db, some), of: 'listens', log });
  }

  /** Sound goes out to somebody. */
  heard(listen: Omit<Listen, 'at'>, at = new Date()): void {
    const { operatorId, what, whatId } = listen;
    const key = `${operatorId} ${what} ${whatId}`;
    this.#forgetBefore(at.getTime() - onceMs);
    const goesOn = this.#lately.delete(key);
    this.#lately.set(key, at.getTime());
    if (!goesOn) this.#backlog.add({ ...listen, at });
  }

  #forgetBefore(atMs: number): void {
    for (const [key, heardAtMs] of this.#lately) {
      if (heardAtMs > atMs) return;
      this.#lately.delete(key);
    }
  }

  /** Writes what is left, within some seconds. */
  close(): Promise<void> {
    return this.#backlog.close();
  }
}
