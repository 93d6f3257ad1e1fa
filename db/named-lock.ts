import type { Database } from './connect.ts';

/**
 * Does work on one process of all that share the database: where another holds the lock of this name, nothing is done.
 * The lock falls with its connection, so a process that dies does not keep it.
 * @returns whether the work was done here
 */
export async function withNamedLock(db: Database, name: string, work: () => Promise<void>): Promise<boolean> {
  return db.transaction(async (lock) => {
    const [[answer]] = await lock.raw('SELECT GET_LOCK(?, 0) AS got', [name]);
    if (answer.got !== 1) return false;
    try {
      await work();
      return true;
    } finally {
      await lock.raw('DO RELEASE_LOCK(?)', [name]);
    }
  });
}
