import { expect, test } from 'vitest';
import { madeUpBalances } from './billing.ts';
import { madeUpTown } from './town.ts';

test('the balances of the services make the balance of the account', () => {
  const { accounts } = madeUpTown({ today: new Date('2026-11-22T12:00:00Z'), buildings: 30 });
  const balances = madeUpBalances(accounts, ['maintenance', 'heating', 'water']);
  const sums = new Map<number, number>();
  for (const one of balances) sums.set(one.account_id, (sums.get(one.account_id) ?? 0) + one.balance_kopecks);
  for (const { id, balance_kopecks: whole } of accounts) expect(sums.get(id) ?? 0).toBe(whole);
  expect(balances.every(({ balance_kopecks: part }) => Number.isInteger(part))).toBe(true);
  expect(madeUpBalances(accounts, [])).toEqual([]);
});
