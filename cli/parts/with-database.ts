import type { Settings } from '../../config/settings.ts';
import { connectDatabase, type Database } from '../../db/connect.ts';
import { databaseUrl } from '../../db/server.ts';
import { codeOf, HolosError } from '../../errors.ts';

/** Where a command finds the database. */
export type DatabasePlace = Pick<Settings, 'home' | 'ports' | 'databaseUrl'>;

/**
 * Does a command's work on the database of the running system.
 * @throws HolosError `cli.no-database`, `db.never-started`, and what the work throws
 */
export async function withDatabase<T>(place: DatabasePlace, work: (db: Database) => Promise<T>): Promise<T> {
  const db = connectDatabase(databaseUrl(place), { connections: 1 });
  try {
    return await work(db);
  } catch (error) {
    if (codeOf(error) !== 'ECONNREFUSED') throw error;
    const message = 'The database does not run: start it with ./holos up.';
    throw new HolosError('cli.no-database', message, {}, error);
  } finally {
    await db.destroy();
  }
}
