import { ConnectSessionKnexStore } from 'connect-session-knex';
import type { SessionData } from 'express-session';
import type { Database } from '../../../db/connect.ts';
import type { Logger } from '../../../log.ts';

type Done = (error?: unknown) => void;

/**
 * Sessions in the database: they outlive a restart and can be revoked. The library calls back *and* rejects when the
 * database is away, which would end the process: here each call ends in its callback alone.
 */
export class SessionStore extends ConnectSessionKnexStore {
  constructor(db: Database, log: Logger) {
    super({
      knex: db,
      tableName: 'sessions',
      createTable: false,
      cleanupInterval: 10 * 60_000,
      onDbCleanupError: (error) => log.warn({ err: error }, 'old sessions were not removed'),
    });
    this.ready.catch((error: unknown) => log.warn({ err: error }, 'the sessions’ table is not there'));
  }

  override async get(sid: string, done: (error: unknown, session?: SessionData | null) => void) {
    const [error, session] = await settle(super.get(sid, ignore));
    setImmediate(done, error, session);
    return session ?? null;
  }

  override async set(sid: string, session: SessionData, done: Done = ignore) {
    const [error] = await settle(super.set(sid, session, ignore));
    setImmediate(done, error);
  }

  override async touch(sid: string, session: SessionData, done: Done = ignore) {
    const [error] = await settle(super.touch(sid, session, ignore));
    setImmediate(done, error);
  }

  override async destroy(sid: string, done: Done = ignore) {
    const [error, count] = await settle(super.destroy(sid, ignore));
    setImmediate(done, error);
    return count ?? 0;
  }

  /** Whether a session is still good. Rejects when the database is away. */
  async has(sid: string): Promise<boolean> {
    return (await super.get(sid, ignore)) !== null;
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
