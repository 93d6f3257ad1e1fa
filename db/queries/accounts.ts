import type { Database } from '../connect.ts';

/** What is on record of an account. */
export interface AccountRow {
  id: number;
  number: string;
  /** Below zero: a debt. */
  balanceKopecks: number;
  /** `YYYY-MM-DD`. */
  lastPaymentOn: string | null;
  lastPaymentKopecks: number | null;
  email: string | null;
  /** The service centre that looks after its building. */
  centre: string;
  street: string;
  house: string;
  flat: string;
}

/** An account with what its PIN was hashed to: for the check alone, never to be handed on. */
export interface AccountPin {
  id: number;
  pinHash: string | null;
}

export async function findAccount(db: Database, id: number): Promise<AccountRow | null> {
  const row: AccountRow | undefined = await db('accounts')
    .join('buildings', 'buildings.id', 'accounts.building_id')
    .select({
      id: 'accounts.id',
      number: 'accounts.number',
      balanceKopecks: 'accounts.balance_kopecks',
      lastPaymentOn: 'accounts.last_payment_on',
      lastPaymentKopecks: 'accounts.last_payment_kopecks',
      email: 'accounts.email',
      centre: 'buildings.centre',
      street: 'buildings.street',
      house: 'buildings.house',
      flat: 'accounts.flat',
    })
    .where('accounts.id', id)
    .first();
  return row ?? null;
}

/** Whose account has this number; null when nobody's. */
export async function accountByNumber(db: Database, number: string): Promise<number | null> {
  const row: { id: number } | undefined = await db('accounts').select('id').where({ number }).first();
  return row?.id ?? null;
}

/** The accounts of these residents, each once. */
export async function accountsOfResidents(db: Database, residentIds: readonly number[]): Promise<number[]> {
  if (residentIds.length === 0) return [];
  return db('residents')
    .distinct('account_id')
    .whereIn('id', residentIds)
    .orderBy('account_id')
    .pluck('account_id');
}

/** Who belongs to an account, the one who pays first. */
export async function residentsOfAccount(db: Database, accountId: number): Promise<number[]> {
  return db('residents').where({ account_id: accountId }).orderBy('id').pluck('id');
}

export async function accountPin(db: Database, id: number): Promise<AccountPin | null> {
  return (await db('accounts').select({ id: 'id', pinHash: 'pin_hash' }).where({ id }).first()) ?? null;
}

/** Gives the account a PIN (its hash), or takes it away. */
export async function setPinHash(db: Database, id: number, pinHash: string | null): Promise<void> {
  await db('accounts').where({ id }).update({ pin_hash: pinHash });
}

/** Gives the account a PIN (its hash) by an operator. @returns false when there is no such account */
export async function givePinHash(
  db: Database,
  id: number,
  given: { pinHash: string; at: Date; by: number },
): Promise<boolean> {
  const row = { pin_hash: given.pinHash, pin_given_at: given.at, pin_given_by: given.by };
  return (await db('accounts').where({ id }).update(row)) > 0;
}

/** The balance of each service of which something is on record. Below zero: a debt. */
export async function balancesOf(
  db: Database,
  accountId: number,
): Promise<{ service: string; balanceKopecks: number }[]> {
  return db('account_balances')
    .select({ service: 'service', balanceKopecks: 'balance_kopecks' })
    .where({ account_id: accountId })
    .orderBy('balance_kopecks');
}
