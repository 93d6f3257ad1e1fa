import { HolosError } from '../errors.ts';
import type { Database } from './connect.ts';
import { first } from './migrations/001-first.ts';
import { sessions } from './migrations/002-sessions.ts';
import { meters } from './migrations/003-meters.ts';
import { accounts } from './migrations/004-accounts.ts';
import { incidentsAndAnnouncements } from './migrations/005-incidents.ts';
import { requestMessages } from './migrations/006-request-messages.ts';
import { requestPhones } from './migrations/007-request-phones.ts';
import { readingChecks } from './migrations/008-reading-checks.ts';
import { givenPins } from './migrations/009-given-pins.ts';
import { floorChanges } from './migrations/010-floor.ts';
import { ownPromises } from './migrations/011-own-promises.ts';
import { queueVisits } from './migrations/012-queue-visits.ts';
import { setStates } from './migrations/013-set-states.ts';
import { operatorWork } from './migrations/014-operator-work.ts';
import { deskKeys } from './migrations/015-desk-keys.ts';
import { listens } from './migrations/016-listens.ts';
import { announcementKeys } from './migrations/017-announcement-keys.ts';
import { dutyVisits } from './migrations/018-duty-visits.ts';
import { easedTries } from './migrations/019-eased-tries.ts';
import { holdOfThree } from './migrations/020-hold-of-three.ts';

/**
 * One step forward. MariaDB commits every change of a table at once, so a migration that is cut off half-way is run again
 * from its beginning: each statement must be harmless when it was done already (IF NOT EXISTS, IF EXISTS).
 */
export interface Migration {
  readonly name: string;
  readonly statements: readonly string[];
  /** Reckons what stands in the new tables from the old ones, after the statements; harmless when it was done already. */
  readonly fill?: (db: Database) => Promise<void>;
}

const migrations: readonly Migration[] = [
  first,
  sessions,
  meters,
  accounts,
  incidentsAndAnnouncements,
  requestMessages,
  requestPhones,
  readingChecks,
  givenPins,
  floorChanges,
  ownPromises,
  queueVisits,
  setStates,
  operatorWork,
  deskKeys,
  listens,
  announcementKeys,
  dutyVisits,
  easedTries,
  holdOfThree,
];
const lockWaitSeconds = 60;

/**
 * Brings the tables up to date, forward only. Several processes may call it at once: one works, the others wait.
 * @returns the names of the migrations that were run
 * @throws HolosError `db.migration-locked`, `db.newer` when the tables were made by a newer Holos
 */
export async function migrate(db: Database, steps: readonly Migration[] = migrations): Promise<string[]> {
  return db.transaction(async (lock) => {
    const [[answer]] = await lock.raw("SELECT GET_LOCK('holos.migrate', ?) AS got", [lockWaitSeconds]);
    if (answer.got !== 1) {
      const message =
        'Another process has been changing the tables for a minute: wait for it, then start again.';
      throw new HolosError('db.migration-locked', message);
    }
    try {
      return await runMissing(db, steps);
    } finally {
      await lock.raw("DO RELEASE_LOCK('holos.migrate')");
    }
  });
}

async function runMissing(db: Database, steps: readonly Migration[]): Promise<string[]> {
  await db.raw(`CREATE TABLE IF NOT EXISTS migrations (
    name VARCHAR(60) PRIMARY KEY,
    run_at DATETIME(3) NOT NULL
  )`);
  const done = new Set<string>(await db('migrations').pluck('name'));
  demandKnown(done, steps);
  const missing = steps.filter((step) => !done.has(step.name));
  for (const step of missing) {
    for (const statement of step.statements) await db.raw(statement);
    await step.fill?.(db);
    await db('migrations').insert({ name: step.name, run_at: new Date() });
  }
  return missing.map((step) => step.name);
}

function demandKnown(done: Set<string>, steps: readonly Migration[]): void {
  const unknown = [...done].filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length === 0) return;
  throw new HolosError(
    'db.newer',
    `The database was last used by a newer Holos (${unknown.join(', ')}): start that one, or give this one another HOLOS_HOME.`,
    { unknown },
  );
}
