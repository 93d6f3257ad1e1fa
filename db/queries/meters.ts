import type { MeterKind } from '../../config/company/readings.ts';
import type { Database } from '../connect.ts';

export const meterPlaces = ['kitchen', 'bathroom', 'toilet', 'hall', 'landing'] as const;
export type MeterPlace = (typeof meterPlaces)[number];

export interface MeterRow {
  id: number;
  accountId: number;
  kind: MeterKind;
  place: MeterPlace;
  serial: string;
  /** Of the dial, before and after the comma. */
  digits: number;
  decimals: number;
  /** `YYYY-MM-DD`; null: needs no verification. */
  verifiedUntil: string | null;
  outOfServiceSince: string | null;
}

/** The meters of these accounts, account by account, in the order they were written down. */
export async function metersOfAccounts(db: Database, accountIds: readonly number[]): Promise<MeterRow[]> {
  if (accountIds.length === 0) return [];
  return db('meters')
    .select({
      id: 'id',
      accountId: 'account_id',
      kind: 'kind',
      place: 'place',
      serial: 'serial',
      digits: 'digits',
      decimals: 'decimals',
      verifiedUntil: 'verified_until',
      outOfServiceSince: 'out_of_service_since',
    })
    .whereIn('account_id', accountIds)
    .orderBy(['account_id', 'id']);
}

/** An account as it is told apart by its number. */
export interface NumberedAccount {
  id: number;
  number: string;
}

/** The accounts of these residents, each once. */
export async function numberedAccounts(
  db: Database,
  residentIds: readonly number[],
): Promise<NumberedAccount[]> {
  if (residentIds.length === 0) return [];
  return db('accounts')
    .distinct('accounts.id', 'accounts.number')
    .join('residents', 'residents.account_id', 'accounts.id')
    .whereIn('residents.id', residentIds)
    .orderBy('accounts.id');
}
