import type { Company } from '../../config/company.ts';
import { hashPin } from '../../housing/accounts/pin.ts';
import { type Database, inTransaction } from '../connect.ts';
import { demoPin, writeBilling } from './billing.ts';
import { writeHistory } from './history.ts';
import { ensureDemoLogins, type Login, type LoginParts } from './logins.ts';
import { writeMeters } from './meters.ts';
import { madeUpTown, type SeedTown } from './town.ts';

export interface SeedOptions extends LoginParts {
  company: Pick<Company, 'categories' | 'hotlines' | 'billing'>;
  /** 651 unless told; a test is content with a few. */
  buildings?: number;
  /** How many earlier calls there are; 150 unless told. */
  earlierCalls?: number;
  now?: Date;
}

/**
 * Fills an empty database with the demo company: made-up residents in a real city's streets, some earlier calls and requests,
 * and operators. All of the town in one transaction, so that a start that is cut off leaves nothing behind.
 * @returns `made`: whether the town was made now; `logins`: who may log in
 */
export async function seedDemo(
  db: Database,
  options: SeedOptions,
): Promise<{ made: boolean; logins: Login[] }> {
  const logins = await ensureDemoLogins(db, options);
  if (await hasTown(db)) return { made: false, logins };
  const now = options.now ?? new Date();
  const town = madeUpTown({ buildings: options.buildings, today: now });
  const services = options.company.billing.services.map(({ id }) => id);
  const pinHash = await hashPin(demoPin);
  const made = await inTransaction(db, async (trx) => {
    // Of two that start at once the second waits here for the first, and then finds the town made.
    await trx('operators').select('id').orderBy('id').forUpdate();
    if (await hasTown(trx)) return false;
    await writeTown(trx, town);
    await writeBilling(trx, town, services, pinHash);
    await writeMeters(trx, town, now);
    const operatorIds: number[] = await trx('operators').where({ role: 'operator' }).pluck('id');
    await writeHistory(trx, { town, company: options.company, operatorIds, now }, options.earlierCalls);
    return true;
  });
  return { made, logins };
}

async function hasTown(db: Database): Promise<boolean> {
  return (await db('buildings').select('id').first()) !== undefined;
}

/** So many rows go into one statement: well below the largest packet. */
const batch = 2_000;

async function writeTown(db: Database, town: SeedTown): Promise<void> {
  for (const table of ['buildings', 'accounts', 'residents', 'phones'] as const) {
    const rows: object[] = town[table];
    for (let first = 0; first < rows.length; first += batch) {
      await db(table).insert(rows.slice(first, first + batch));
    }
  }
}
