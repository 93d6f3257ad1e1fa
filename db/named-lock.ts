import { HolosError } from '../errors.ts';
import type { Database } from './connect.ts';

/** Locks are the whole server's: two Holos on one server, each with a database of its own, must not wait for each other. */
const lockName = "CONCAT(DATABASE(), '.', ?)";

/**
 * Does work on one process of all that share the database: where another holds the lock of this name, nothing is done.
 * The lock falls with its connection, so a process that dies does not keep it.
 * @returns whether the work was done here
 * @throws HolosError `db.lock-lost` when the connection was cut while the work went on: it is done, but another process may
 *   have done it as well; and what the work throws
 */
export async function withNamedLock(db: Database, name: string, work: () => Promise<void>): Promise<boolean> {
  // A transaction, because it keeps one connection for itself.
  const lock = await db.transaction();
  try {
    const [[answer]] = await lock.raw(`SELECT GET_LOCK(${lockName}, 0) AS got`, [name]);
    if (answer.got !== 1) return false;
    try {
      await work();
      return true;
    } finally {
      await release(lock, name);
    }
  } finally {
    await lock.rollback();
  }
}

async function release(lock: Database, name: string): Promise<void> {
  try {
    await lock.raw(`DO RELEASE_LOCK(${lockName})`, [name]);
  } catch (error) {
    const message = 'The connection that held a lock was cut while the work went on.';
    throw new HolosError('db.lock-lost', message, { name }, error);
  }
}
