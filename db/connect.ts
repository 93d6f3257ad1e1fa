import knex, { type Knex } from 'knex';
import { codeOf } from '../errors.ts';

/** The pool of connections. Other parts only hand it on to the functions of db/queries. */
export type Database = Knex;

/** Every connection speaks UTC, is strict about what it stores, and waits for no lock for long. */
const sessionSetup = [
  "time_zone = '+00:00'",
  "sql_mode = 'STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO'",
  'innodb_lock_wait_timeout = 10',
  // Rows are claimed with SKIP LOCKED: without gap locks, claimers do not stand in each other's way.
  "tx_isolation = 'READ-COMMITTED'",
].join(', ');

/**
 * Connects to MariaDB, lazily: a server that is down is noticed by the first query, and one that comes
 * back is used again by the next. Times come and go as `Date` (UTC), dates as `YYYY-MM-DD`, decimals as strings,
 * big integers (kopecks) as numbers.
 */
export function connectDatabase(url: string, options: { connections?: number } = {}): Database {
  const at = new URL(url);
  return knex({
    client: 'mysql2',
    connection: {
      host: at.hostname,
      port: Number(at.port || 3306),
      user: decodeURIComponent(at.username),
      password: decodeURIComponent(at.password),
      database: at.pathname.slice(1),
      charset: 'utf8mb4_unicode_ci',
      timezone: 'Z',
      supportBigNumbers: true,
      typeCast: datesAsText,
      connectTimeout: 5000,
    },
    pool: {
      min: 0,
      max: options.connections ?? 10,
      idleTimeoutMillis: 30_000,
      afterCreate(connection: RawConnection, done: (error: unknown, connection: RawConnection) => void) {
        connection.query(`SET SESSION ${sessionSetup}`, (error) => done(error, connection));
      },
    },
    acquireConnectionTimeout: 10_000,
    // What is written is nobody's business in a log: errors say the statement, not its values.
    compileSqlOnError: false,
    log: silent,
  });
}

/** Every failure reaches whoever asked, as a rejection; knex would print it on the standard output besides. */
const silent = { warn() {}, error() {}, deprecate() {}, debug() {} };

interface Field {
  type: string;
  string(): string | null;
}

/** A day is not a moment: as a `Date` it would shift with the time zone. */
function datesAsText(field: Field, otherwise: () => unknown): unknown {
  return field.type === 'DATE' ? field.string() : otherwise();
}

interface RawConnection {
  query(sql: string, done: (error: unknown) => void): void;
}

const worthAnotherTry = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT']);

/**
 * Does work in a transaction, and again (up to five times in all) when the server chose it as the victim of a deadlock.
 * The work must have no effect outside the database. Within a transaction it is a part of that one: a deadlock undoes
 * the whole, and only who began it can do it again.
 * @param signal where it has fired before all is done, nothing is: nobody learns any more what would come of it
 * @throws the signal's reason, and what the work throws
 */
export async function inTransaction<T>(
  db: Database,
  work: (trx: Database) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const whole = async (trx: Database) => {
    const result = await work(trx);
    signal?.throwIfAborted();
    return result;
  };
  if (db.isTransaction) return whole(db);
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction(whole);
    } catch (error) {
      if (attempt >= 5 || signal?.aborted || !worthAnotherTry.has(codeOf(error))) throw error;
    }
  }
}

/**
 * Inserts rows; where one with the same value in `key` is there already, sets its columns `merged` to the new values, or to those
 * that `merged` gives by column.
 * Two who do so at the same moment may be in each other's way at the server, also with a single statement: it is done again.
 */
export async function insertOrMerge(
  db: Database,
  table: string,
  rows: Readonly<Record<string, unknown>> | readonly Readonly<Record<string, unknown>>[],
  { key, merged }: { key: string; merged: readonly string[] | Readonly<Record<string, unknown>> },
): Promise<void> {
  if (Array.isArray(rows) && rows.length === 0) return;
  await inTransaction(db, (trx) => trx(table).insert(rows).onConflict(key).merge(merged));
}
