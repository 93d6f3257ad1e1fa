import type { Database } from '../connect.ts';

/** Who lives where, with what the card shows. */
export interface ResidentRow {
  id: number;
  name: string;
  notes: string;
  /** E.164. */
  phones: string[];
  account: {
    id: number;
    number: string;
    /** Below zero: a debt. */
    balanceKopecks: number;
    /** `YYYY-MM-DD`. */
    lastPaymentOn: string | null;
    lastPaymentKopecks: number | null;
  };
  building: { id: number; street: string; house: string; centre: string };
  flat: string;
}

export async function residentsById(db: Database, ids: readonly number[]): Promise<ResidentRow[]> {
  if (ids.length === 0) return [];
  const flat: FlatResident[] = await db('residents')
    .join('accounts', 'accounts.id', 'residents.account_id')
    .join('buildings', 'buildings.id', 'accounts.building_id')
    .select({
      id: 'residents.id',
      name: 'residents.name',
      notes: 'residents.notes',
      accountId: 'accounts.id',
      account: 'accounts.number',
      balanceKopecks: 'accounts.balance_kopecks',
      lastPaymentOn: 'accounts.last_payment_on',
      lastPaymentKopecks: 'accounts.last_payment_kopecks',
      flat: 'accounts.flat',
      buildingId: 'buildings.id',
      street: 'buildings.street',
      house: 'buildings.house',
      centre: 'buildings.centre',
    })
    .whereIn('residents.id', ids);
  const phones = await phonesOf(db, ids);
  const byId = new Map(flat.map((row) => [row.id, shape(row, phones.get(row.id) ?? [])]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Everyone who has this number (E.164). */
export async function residentsByNumber(db: Database, number: string): Promise<ResidentRow[]> {
  return residentsById(db, await idsByNumber(db, number));
}

/** The ids alone, for what must be known at once. */
export async function idsByNumber(db: Database, number: string): Promise<number[]> {
  return db('phones').where({ number }).orderBy('resident_id').pluck('resident_id');
}

export async function residentName(db: Database, id: number): Promise<string | null> {
  const row: { name: string } | undefined = await db('residents').select('name').where({ id }).first();
  return row?.name ?? null;
}

async function phonesOf(db: Database, ids: readonly number[]): Promise<Map<number, string[]>> {
  const rows: { resident_id: number; number: string }[] = await db('phones')
    .select('resident_id', 'number')
    .whereIn('resident_id', ids)
    .orderBy('id');
  const byResident = new Map<number, string[]>();
  for (const row of rows) {
    const numbers = byResident.get(row.resident_id) ?? [];
    byResident.set(row.resident_id, [...numbers, row.number]);
  }
  return byResident;
}

interface FlatResident {
  id: number;
  name: string;
  notes: string;
  accountId: number;
  account: string;
  balanceKopecks: number;
  lastPaymentOn: string | null;
  lastPaymentKopecks: number | null;
  flat: string;
  buildingId: number;
  street: string;
  house: string;
  centre: string;
}

function shape(row: FlatResident, phones: string[]): ResidentRow {
  return {
    id: row.id,
    name: row.name,
    notes: row.notes,
    phones,
    account: {
      id: row.accountId,
      number: row.account,
      balanceKopecks: row.balanceKopecks,
      lastPaymentOn: row.lastPaymentOn,
      lastPaymentKopecks: row.lastPaymentKopecks,
    },
    building: { id: row.buildingId, street: row.street, house: row.house, centre: row.centre },
    flat: row.flat,
  };
}
