import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../db/testing.ts';
import { HolosError } from '../errors.ts';
import { type Accounts, createAccounts } from '../housing/accounts/accounts.ts';
import { createLog } from '../log.ts';
import type { Call } from '../telephony/call/call.ts';
import { accountKeyedIn, holderAtHome, holderOf } from './whose.ts';

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

const log = createLog('silent');
const calledBy = (...residentIds: number[]) =>
  ({ residentIds, id: 'n1-1', number: '+380501112233' }) as unknown as Call;

test('a number is at home where all who have it live: one, or a family, but not two households', async () => {
  const atHome = (...residents: number[]) => holderAtHome(calledBy(...residents), { accounts, log });
  expect(await atHome(wife)).toBe(wife);
  expect(await atHome(payer, wife, child)).toBe(payer);
  expect(await atHome(payer, neighbour)).toBeNull();
  expect(await atHome()).toBeNull();
});

test('it is for the caller whose number it is alone, else for the one who pays', async () => {
  const holder = (account: number, ...residents: number[]) =>
    holderOf(account, calledBy(...residents), { accounts, log });
  expect(await holder(family, wife)).toBe(wife);
  expect(await holder(family, wife, child)).toBe(payer);
  expect(await holder(family, wife, neighbour)).toBe(wife);
  expect(await holder(family)).toBe(payer);
  expect(await holder(next, wife)).toBe(neighbour);
  expect(await holder(empty, wife)).toBeNull();
});

test('a number that is keyed in is looked up in its turn', async () => {
  const caller = calledBy();
  expect(await accountKeyedIn(`1000${family}`, caller, { accounts, log })).toBe(family);
  expect(await accountKeyedIn('99999', caller, { accounts, log })).toBeNull();
});

/** Accounts as they answer while the database is away. */
const away = async () => {
  throw new HolosError('db.away', 'the database does not answer');
};
const silent = { ofResidents: away, residentsOf: away, find: away } as unknown as Accounts;

test('while the database is away one person is at home still, and nobody can tell of others', async () => {
  const services = { accounts: silent, log };
  expect(await holderAtHome(calledBy(wife), services)).toBe(wife);
  expect(await holderAtHome(calledBy(payer, wife), services)).toBeNull();
  expect(await holderOf(family, calledBy(wife), services)).toBeNull();
  expect(await accountKeyedIn(`1000${family}`, calledBy(), services)).toBeNull();
});

test('a caller who goes while he waits for his turn has gone', async () => {
  const gone = new Error('hung up');
  const waits = { ...accounts, find: async () => Promise.reject(gone) };
  await expect(accountKeyedIn('10001', calledBy(), { accounts: waits, log })).rejects.toBe(gone);
});
