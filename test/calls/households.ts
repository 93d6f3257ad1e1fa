import type { Database } from '../../db/connect.ts';
import { rememberLanguage } from '../../db/queries/number-languages.ts';

/** Somebody who calls from home. */
export interface Household {
  /** Nobody else has it; its language is Ukrainian, and is known. */
  readonly number: string;
  readonly buildingId: number;
}

/**
 * One household of each building: what befalls the building of one is not told to another. So tests with a household each may
 * go on at the same time.
 */
export async function households(db: Database): Promise<Household[]> {
  const own: Household[] = await db('phones')
    .join('residents', 'residents.id', 'phones.resident_id')
    .join('accounts', 'accounts.id', 'residents.account_id')
    .groupBy('phones.number')
    .havingRaw('COUNT(*) = 1')
    .select('phones.number', { buildingId: db.raw('MIN(accounts.building_id)') })
    .orderBy('buildingId');
  const one = own.filter(({ buildingId }, i) => buildingId !== own[i - 1]?.buildingId);
  for (const { number } of one) await rememberLanguage(db, number, 'uk');
  return one;
}
