import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadCompany } from '../../config/load-company.ts';
import { metersOfAccounts } from '../queries/meters.ts';
import { listOperators } from '../queries/operators.ts';
import { currentReadings } from '../queries/readings.ts';
import { openRequestsOfBuildings } from '../queries/requests.ts';
import { residentsByNumber } from '../queries/residents.ts';
import { type TestDatabase, testDatabase } from '../testing.ts';
import { ensureFirstLogin } from './logins.ts';
import { numberWithMetersOfNote } from './meters.ts';
import { knownNumbers, townBlock } from './numbers.ts';
import { type SeedOptions, seedDemo } from './seed-demo.ts';
import { cityBuildings, madeUpTown } from './town.ts';

let t: TestDatabase;
let options: SeedOptions;
beforeAll(async () => {
  t = await testDatabase();
  const home = await mkdtemp(path.join(os.tmpdir(), 'holos-seed-'));
  const company = await loadCompany({ company: '750-600' });
  options = { home, company, buildings: 20, hashPassword: async (password) => `hash of ${password}` };
}, 60_000);
afterAll(async () => {
  await t.close();
  await rm(options.home, { recursive: true, force: true });
});

const today = new Date('2026-11-22T12:00:00Z');

test('the town is as large as the real company, and the same every time', () => {
  const town = madeUpTown({ today });
  expect(town.buildings).toHaveLength(cityBuildings);
  expect(new Set(town.buildings.map(({ street, house }) => `${street}, ${house}`)).size).toBe(cityBuildings);
  expect(new Set(town.buildings.map(({ centre }) => centre)).size).toBe(5);
  expect(town.accounts.length).toBeGreaterThan(23_000);
  expect(town.residents.length).toBeGreaterThan(28_000);
  expect(new Set(town.residents.map(({ name }) => name)).size).toBeGreaterThan(20_000);
  expect(madeUpTown({ today })).toEqual(town);
});

test('some hundred residents have a number of the simulated town, and each of those is one person’s', () => {
  const ofTown = madeUpTown({ today }).phones.filter(({ number }) => number.startsWith(townBlock));
  expect(ofTown).toHaveLength(400);
  expect(new Set(ofTown.map(({ number }) => number)).size).toBe(400);
  expect(ofTown.every(({ number }) => /^\+38099000\d{4}$/.test(number))).toBe(true);
});

test('surname, name and patronymic agree', () => {
  for (const { name } of madeUpTown({ today, buildings: 60 }).residents) {
    const [surname = '', , patronymic = ''] = name.split(' ');
    const isWoman = patronymic.endsWith('на');
    expect(isWoman || /[иі]ч$/.test(patronymic)).toBe(true);
    if (/(ськ|цьк)(ий|а)$/.test(surname)) expect(surname.endsWith('а')).toBe(isWoman);
  }
});

test('a start that is cut off leaves no half a town; the next one makes it whole, and a third makes nothing', async () => {
  const cut = { ...options, company: { ...options.company, hotlines: [] } };
  await expect(seedDemo(t.db, cut)).rejects.toThrow();
  expect(await t.db('phones').first()).toBeUndefined();
  expect(await seedDemo(t.db, options)).toMatchObject({ made: true });
  const again = await seedDemo(t.db, options);
  expect(again.made).toBe(false);
  expect(again.logins).toHaveLength(6);
}, 30_000);

test('the known numbers belong to one, to several, and to nobody', async () => {
  const [olena, ...others] = await residentsByNumber(t.db, knownNumbers.one);
  expect(olena).toMatchObject({ name: 'Коваленко Олена Петрівна', phones: ['+380501112233'] });
  expect(others).toEqual([]);
  expect(await residentsByNumber(t.db, knownNumbers.several)).toHaveLength(3);
  expect(await residentsByNumber(t.db, knownNumbers.nobody)).toEqual([]);
  expect(await openRequestsOfBuildings(t.db, [1, 2, 3, 4, 5])).not.toEqual([]);
});

test('the logins are kept in a file for this user alone', async () => {
  const file = path.join(options.home, 'demo-logins.json');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const logins = JSON.parse(await readFile(file, 'utf8'));
  expect(logins[0]).toMatchObject({ login: 'operator1', role: 'operator' });
  expect(logins[0].password).toMatch(/^(\w{4}-){2}\w{4}$/);
  expect((await listOperators(t.db)).map(({ login }) => login)).toContain('supervisor');
});

test('the first administrator is made only where nobody can log in', async () => {
  expect(await ensureFirstLogin(t.db, options)).toBeNull();
  await t.db
    .transaction(async (trx) => {
      for (const table of ['request_events', 'requests', 'calls', 'operators']) await trx(table).delete();
      expect(await ensureFirstLogin(trx, options)).toBe(path.join(options.home, 'first-login.json'));
      expect(await listOperators(trx)).toMatchObject([{ login: 'admin', role: 'administrator' }]);
      await trx.rollback(new Error('the others come back'));
    })
    .catch((error: Error) => expect(error.message).toBe('the others come back'));
});

test('each account has two to four meters with half a year of readings that rise; some meters are of note', async () => {
  const own = await metersOfAccounts(t.db, [1]);
  expect(own.map(({ kind, place }) => `${kind} ${place}`)).toEqual([
    'cold-water kitchen',
    'hot-water bathroom',
    'electricity hall',
  ]);
  const accounts: number[] = await t.db('accounts').pluck('id');
  const meters = await metersOfAccounts(t.db, accounts);
  expect(new Set(meters.map((one) => one.accountId)).size).toBe(accounts.length);
  const ids = meters.slice(0, 300).map((one) => one.id);
  const readings = await currentReadings(t.db, ids);
  for (const id of ids) {
    const values = readings.filter((one) => one.meterId === id).map((one) => Number(one.value));
    expect(values).toHaveLength(6);
    expect(values).toEqual(values.toSorted((a, b) => a - b));
    expect(new Set(values).size).toBe(6);
  }
  const [resident] = await residentsByNumber(t.db, numberWithMetersOfNote);
  const row = await t.db('residents').where({ id: resident?.id }).first('account_id');
  const [out, overdue] = await metersOfAccounts(t.db, [row.account_id]);
  expect(out?.outOfServiceSince).not.toBeNull();
  expect(Date.parse(overdue?.verifiedUntil ?? '')).toBeLessThan(Date.now());
});
