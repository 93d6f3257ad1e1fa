import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../db/testing.ts';
import { type Accounts, createAccounts } from '../housing/accounts/accounts.ts';
import type { Call } from '../telephony/call/call.ts';
import { holderOf, ownAccount } from './whose.ts';

let t: TestDatabase;
let accounts: Accounts;
/** Of one account the one who pays, and the family; of another its only resident. */
const [payer, wife, child, neighbour] = [1, 2, 3, 4];
const [family, next, empty] = [1, 2, 3];

beforeAll(async () => {
  t = await testDatabase();
  accounts = createAccounts(t);
  const [building = 0] = await t
    .db('buildings')
    .insert({ street: 'Галицька', house: '1', centre: 'Центр', entrances: 1, floors: 1 });
  await t.db('accounts').insert(
    [family, next, empty].map((id) => ({
      id,
      number: `1000${id}`,
      building_id: building,
      flat: `${id}`,
      balance_kopecks: 0,
    })),
  );
  const people = [payer, wife, child].map((id) => ({ id, account_id: family }));
  await t
    .db('residents')
    .insert(
      [...people, { id: neighbour, account_id: next }].map((one) => ({ ...one, name: 'Х', notes: '' })),
    );
}, 60_000);
afterAll(() => t.close());

const calledBy = (...residentIds: number[]) => ({ residentIds }) as unknown as Call;

test('a number is at home where all who have it live: one, or a family, but not two households', async () => {
  const own = (...residents: number[]) => ownAccount(calledBy(...residents), { accounts });
  expect(await own(wife)).toBe(family);
  expect(await own(payer, wife, child)).toBe(family);
  expect(await own(payer, neighbour)).toBeNull();
  expect(await own()).toBeNull();
});

test('it is for the caller whose number it is alone, else for the one who pays', async () => {
  const holder = (account: number, ...residents: number[]) =>
    holderOf(account, calledBy(...residents), { accounts });
  expect(await holder(family, wife)).toBe(wife);
  expect(await holder(family, wife, child)).toBe(payer);
  expect(await holder(family, wife, neighbour)).toBe(wife);
  expect(await holder(family)).toBe(payer);
  expect(await holder(next, wife)).toBe(neighbour);
  expect(await holder(empty, wife)).toBeNull();
});
