import { codeOf, HolosError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Database } from './connect.ts';

/** What a server of somebody's own (HOLOS_DATABASE_URL) may lack, told before anything is asked of it. */

/** @throws HolosError `db.unreachable` with the host, the port and the cause, never with the password */
export async function demandReachable(db: Database, url: string): Promise<void> {
  try {
    await db.raw('SELECT 1');
  } catch (error) {
    const { hostname: host, port = '', pathname } = new URL(url);
    const place = `${host}:${port || 3306}`;
    // Where a name has several addresses Node tells of all of them at once, without a word of its own.
    const message = `The database of HOLOS_DATABASE_URL at ${place} cannot be used (${codeOf(error)}): see that it runs there, and that the user and the database ${pathname.slice(1)} are right.`;
    throw new HolosError('db.unreachable', message, { place }, error);
  }
}

/**
 * Tables take the character set of their database, and only some hold Cyrillic. Before the first table is made another one is
 * refused; tables that are there already go on as they are, and the log says so.
 * @throws HolosError `db.character-set`
 */
export async function demandCharacterSet(db: Database, log: Logger): Promise<void> {
  const [[{ database, ofNew, ofNames }]] = await db.raw(
    `SELECT DATABASE() AS \`database\`, @@character_set_database AS ofNew,
      (SELECT CHARACTER_SET_NAME FROM information_schema.COLUMNS
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'residents' AND COLUMN_NAME = 'name') AS ofNames`,
  );
  if (ofNames !== null) {
    if (!ofNames.startsWith('utf8'))
      log.warn(
        { characterSet: ofNames },
        'the tables hold no Cyrillic: docs/running.md says how to change that',
      );
    return;
  }
  if (ofNew === 'utf8mb4') return;
  throw new HolosError(
    'db.character-set',
    `The database ${database} keeps texts as ${ofNew}, which does not hold every language. Give it utf8mb4, then start again: ALTER DATABASE ${database} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;`,
    { characterSet: ofNew },
  );
}
