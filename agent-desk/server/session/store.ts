import { ConnectSessionKnexStore } from 'connect-session-knex';
import type { SessionData } from 'express-session';
import type { Database } from '../../../db/connect.ts';
import { inTime } from '../../../db/in-time.ts';
import type { Logger } from '../../../log.ts';

type Done = (error?: unknown) => void;

/** A database that is frozen says nothing at all: then a request is answered all the same. */
const longestMs = 5_000;
/** The end of every answer waits until its session is prolonged, which it can do without. */
const longestTouchMs = 1_000;

/**
 * Sessions in the database: they outlive a restart and can be revoked. The library calls back *and* rejects when the
 * database is away, which would end the process: here each call ends in its callback alone, and in time.
 */
export class SessionStore extends ConnectSessionKnexStore {
  readonly #log: Logger;

  constructor(db: Database, log: Logger) {
    super({
      knex: db,
      tableName: 'sessions',
      createTable: false,
      cleanupInterval: 10 * 60_000,
      onDbCleanupError: (error) => log.warn({ err: error }, 'old sessions were not removed'),
    });
    this.#log = log;
    this.ready.catch((error: unknown) => log.warn({ err: error }, 'the sessions’ table is not there'));
  }

  override async get(sid: string, done: (error: unknown, session?: SessionData | null) => void) {
    const [error, session] = await settle(inTime(super.get(sid, ignore), longestMs));
    setImmediate(done, error, session);
    return session ?? null;
  }

  override async set(sid: string, session: SessionData, done: Done = ignore) {
    const [error] = await settle(inTime(super.set(sid, session, ignore), longestMs));
    setImmediate(done, error);
  }

  override async touch(sid: string, session: SessionData, done: Done = ignore) {
    const [error] = await settle(inTime(super.touch(sid, session, ignore), longestTouchMs));
    if (error) this.#log.warn({ err: error }, 'a session was not prolonged');
    setImmediate(done);
  }

  override async destroy(sid: string, done: Done = ignore) {
    const [error, count] = await settle(inTime(super.destroy(sid, ignore), longestMs));
    setImmediate(done, error);
    return count ?? 0;
  }

  /** Stops the removal of old sessions. */
  close(): void {
    this.options.cleanupInterval = 0;
    clearTimeout(this.nextDbCleanup);
  }
}

/** What is done is told by the promise; the library wants a callback too. */
function ignore(): void {}

async function settle<T>(work: Promise<T>): Promise<[error: unknown, value?: T]> {
  try {
    return [null, await work];
  } catch (error) {
    return [error];
  }
}
