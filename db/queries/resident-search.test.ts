import { afterAll, beforeAll, expect, test } from 'vitest';
import { madeUpTown } from '../seeds/town.ts';
import { type TestDatabase, testDatabase } from '../testing.ts';
import { searchResidents } from './resident-search.ts';

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
  const town = madeUpTown({ buildings: 40, today: new Date() });
  await t.db('buildings').insert(town.buildings);
  await t.db('accounts').insert(town.accounts);
  await t.db('residents').insert(town.residents);
  await t.db('phones').insert(town.phones);
  await t.db('residents').insert({ name: 'Дем’янчук Ґренада Львівна', account_id: 1, notes: '' });
}, 60_000);
afterAll(() => t.close());

const olena = 'Коваленко Олена Петрівна';

test.each([
  ['+380501112233'],
  ['380501112233'],
  ['0501112233'],
  ['8 050 111 22 33'],
  ['050 111-22-33'],
  ['111-22-33'],
  ['75000072'],
  ['Коваленко Олена Петрівна'],
  ['олена КОВАЛЕНКО петр'],
  ['галицька 1 1 олена'],
  ['вул. Галицька, буд. 1, кв. 1 коваленко'],
])('%s finds her', async (typed) => {
  const [first] = await searchResidents(t.db, typed);
  expect(first).toMatchObject({ name: olena, building: { street: 'Галицька', house: '1' }, flat: '1' });
});

test.each([["дем'янчук ґренада"], ['Дем’янчук Ґрен'], ['ДЕМʼЯНЧУК Ґ']])(
  'the apostrophe of %s may be any',
  async (typed) => {
    expect((await searchResidents(t.db, typed)).map(({ name }) => name)).toContain(
      'Дем’янчук Ґренада Львівна',
    );
  },
);

test('a street alone gives its residents, in the order of houses and flats', async () => {
  const found = await searchResidents(t.db, 'Лесі Укр');
  expect(found).toHaveLength(20);
  expect(new Set(found.map(({ building }) => building.street))).toEqual(new Set(['Лесі Українки']));
});

test.each(['нікого такого', '12', '+*<>@~()"', "x'; DROP TABLE residents", '%', '-- ', '999999999999', 'кв'])(
  '%s finds nobody and does no harm',
  async (typed) => {
    expect(await searchResidents(t.db, typed)).toEqual([]);
  },
);
