import type { Database } from '../../db/connect.ts';

/** The building where whoever has this telephone number lives. */
export async function buildingOf(db: Database, number: string): Promise<number> {
  const row = await db('phones')
    .join('residents', 'residents.id', 'phones.resident_id')
    .join('accounts', 'accounts.id', 'residents.account_id')
    .where({ 'phones.number': number })
    .first('accounts.building_id');
  return row.building_id;
}
