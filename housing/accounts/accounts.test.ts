import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { setPinHash } from '../../db/queries/accounts.ts';
import { madeUpTown } from '../../db/seeds/town.ts';
import { type TestDatabase, testDatabase } from '../../db/testing.ts';
import { type Accounts, createAccounts, type Fact } from './accounts.ts';
import { hashPin } from './pin.ts';
import { triesToLock } from './tries.ts';

let t: TestDatabase;
let accounts: Accounts;
const town = madeUpTown({ buildings: 1, today: new Date() });
const [olena = '', yavorski = ''] = town.accounts.map(({ number }) => number);
beforeAll(async () => {
  t = await testDatabase();
  for (const table of ['buildings', 'accounts', 'residents', 'phones'] as const)
    await t.db(table).insert(town[table]);
  await setPinHash(t.db, 1, await hashPin('2468'));
  accounts = createAccounts({ db: t.db });
}, 60_000);
afterAll(() => t.close());
afterEach(() => t.db('verification_tries').del());

const number = '+380501112233';
const waited: number[] = [];
const wait = async (ms: number) => void waited.push(ms);
const pin = (pin: string, accountId: number | null = 1): Fact => ({ by: 'pin', accountId, pin });
const verify = (fact: Fact, source: string | null = number) => accounts.verify(fact, source, wait);
const later = (ms: number) =>
  t.db.raw(
    'UPDATE verification_tries SET last_at = last_at - INTERVAL ? SECOND, next_at = next_at - INTERVAL ? SECOND',
    [ms / 1000, ms / 1000],
  );

test('the right PIN gives the account; every other, and that of an account without one or of none, gives nothing', async () => {
  expect(await verify(pin('2468'))).toBe(1);
  expect(await verify(pin('2469'))).toBeNull();
  expect(await verify(pin('2468', 2))).toBeNull();
  expect(await verify(pin('2468', null))).toBeNull();
  expect(await verify(pin('2468', 99_999))).toBeNull();
});

test('a new PIN takes the place of the old one, opens a locked account, and is kept nowhere but as its hash', async () => {
  const login = { login: 'olha', name: 'Ольга', role: 'operator', password_hash: '-', active: true };
  const [by = 0] = await t.db('operators').insert(login);
  const before = await t.db('accounts').where({ id: 2 }).first('pin_hash');
  for (let i = 0; i < triesToLock; i++) await verify(pin('0000', 2), `+38050999100${i}`);
  const given = await accounts.givePin(2, by);
  expect(given).toMatch(/^\d{6}$/);
  expect(await verify(pin(given, 2))).toBe(2);
  const row = await t.db('accounts').where({ id: 2 }).first('pin_hash', 'pin_given_by', 'pin_given_at');
  expect(row).toMatchObject({ pin_given_by: by, pin_given_at: expect.any(Date) });
  expect(JSON.stringify(row)).not.toContain(given);
  const newer = await accounts.givePin(2, by);
  expect(await verify(pin(given, 2))).toBeNull();
  expect(await verify(pin(newer, 2))).toBe(2);
  await expect(accounts.givePin(99_999, by)).rejects.toMatchObject({ code: 'account.unknown' });
  await t.db('accounts').where({ id: 2 }).update(before);
});

test('the number of an account is a fact for those alone whose number points to it', async () => {
  const fact = (typed: string, among: number[]): Fact => ({ by: 'account', number: typed, among });
  expect(await verify(fact(olena, [1]))).toBe(1);
  expect(await verify(fact(yavorski, [1, 2]))).toBe(2);
  expect(await verify(fact(yavorski, [1]))).toBeNull();
  expect(await verify(fact('75000077', [1]))).toBeNull();
  expect(await verify(fact(olena, []))).toBeNull();
});

test('five wrong tries lock the account, from wherever they come, even for the right PIN; after a while it is open again', async () => {
  for (let i = 0; i < triesToLock; i++) expect(await verify(pin('0000'), `+38050999000${i}`)).toBeNull();
  expect(await verify(pin('2468'))).toBeNull();
  expect(await verify(pin('2468'), null)).toBeNull();
  await later(31 * 60_000);
  expect(await verify(pin('2468'))).toBe(1);
});

test('the right PIN takes back what was tried before it', async () => {
  for (let round = 0; round < 3; round++) {
    for (let i = 1; i < triesToLock; i++)
      expect(await verify(pin('0000'), `+38050999${round}00${i}`)).toBeNull();
    expect(await verify(pin('2468'))).toBe(1);
  }
  expect(await t.db('verification_tries').where({ subject: 'account 1' })).toEqual([]);
});

test('of many wrong tries at the same moment no more than five are looked at', async () => {
  const tries = Array.from({ length: 30 }, (_, i) =>
    verify(pin('0000'), `+3805099910${String(i).padStart(2, '0')}`),
  );
  await Promise.all(tries);
  const [row] = await t.db('verification_tries').where({ subject: 'account 1' });
  expect(row).toMatchObject({ wrong: triesToLock });
  expect(await verify(pin('2468'))).toBeNull();
});

test('several right PINs at the same moment do no lasting harm', async () => {
  const found = await Promise.all(Array.from({ length: 4 }, () => verify(pin('2468'))));
  expect(found).toContain(1);
  expect(await verify(pin('2468'))).toBe(1);
});

test('a source that goes on being wrong waits for each further try, and is refused at last; others are not slowed down', async () => {
  waited.length = 0;
  for (let i = 0; i < 9; i++) await verify(pin('0000', 100 + i));
  expect(waited).toHaveLength(1);
  expect(waited[0]).toBeGreaterThan(9_000);
  expect(await verify(pin('2468'))).toBeNull();
  expect(await verify(pin('2468'), '+380509990001')).toBe(1);
});

test('whoever guesses numbers of accounts is slowed down as one who guesses PINs, and together with that; then a right one is as unknown as any', async () => {
  const find = (typed: string, source: string | null = number) => accounts.find(typed, source, wait);
  expect(await find(olena)).toBe(1);
  expect(await t.db('verification_tries').where('wrong', '>', 0)).toEqual([]);
  waited.length = 0;
  for (let i = 0; i < 4; i++) expect(await find(`7599900${i}`)).toBeNull();
  for (let i = 0; i < 5; i++) await verify(pin('0000', 300 + i));
  expect(waited).toHaveLength(1);
  expect(await find(olena)).toBeNull();
  expect(await find(olena, '+380509990002')).toBe(1);
  // Nothing is locked by it: no account was tried.
  expect(await verify(pin('2468'), '+380509990003')).toBe(1);
});

test('all who withhold their number are one source', async () => {
  for (let i = 0; i < 12; i++) await verify(pin('0000', 200 + i), null);
  expect(await verify(pin('2468'), null)).toBeNull();
  expect(await verify(pin('2468'))).toBe(1);
});

test('what some of these slip each day does not add up, as long as others are right', async () => {
  waited.length = 0;
  for (let day = 0; day < 6; day++) {
    await accounts.find('75999009', null, wait);
    for (let right = 0; right < 3; right++) expect(await accounts.find(olena, null, wait)).toBe(1);
    await later(20 * 3_600_000);
  }
  expect(waited).toEqual([]);
});

test('what was tried is not to be found in the database', async () => {
  await verify(pin('77331'));
  expect(JSON.stringify(await t.db('verification_tries'))).not.toContain('77331');
});

test('the state of an account tells its services, debts first', async () => {
  await t.db('account_balances').insert([
    { account_id: 1, service: 'water', balance_kopecks: 500 },
    { account_id: 1, service: 'heating', balance_kopecks: -12_000 },
  ]);
  expect(await accounts.state(1)).toMatchObject({
    number: olena,
    services: [
      { service: 'heating', balanceKopecks: -12_000 },
      { service: 'water', balanceKopecks: 500 },
    ],
  });
  await expect(accounts.state(99_999)).rejects.toMatchObject({ code: 'account.unknown' });
});
