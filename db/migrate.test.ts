import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction } from './connect.ts';
import { type Migration, migrate } from './migrate.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
}, 60_000);
afterAll(() => t.close());

test('nothing is run twice, even when several start at once', async () => {
  expect(await migrate(t.db)).toEqual([]);
  await t.db('migrations').delete();
  const ran = await Promise.all([migrate(t.db), migrate(t.db), migrate(t.db)]);
  expect(ran.filter((names) => names.length > 0)).toHaveLength(1);
});

test('a migration that was cut off half-way is gone on with', async () => {
  const known: Migration[] = (await t.db('migrations').pluck('name')).map((name: string) => ({
    name,
    statements: [],
  }));
  const whole = ['CREATE TABLE IF NOT EXISTS one (id INT)', 'CREATE TABLE IF NOT EXISTS two (id INT)'];
  const broken = { name: '900-two', statements: [whole[0] ?? '', 'CREATE TABLE two (id NOTHING)'] };
  await expect(migrate(t.db, [...known, broken])).rejects.toThrow();
  expect(await migrate(t.db, [...known, { name: '900-two', statements: whole }])).toEqual(['900-two']);
  expect(await t.db('two')).toEqual([]);
});

test('tables of a newer Holos are left alone', async () => {
  await expect(migrate(t.db, [])).rejects.toMatchObject({ code: 'db.newer' });
});

test('the victim of a deadlock does its work again', async () => {
  await t.db('number_languages').insert([
    { number: '+1', language: 'uk' },
    { number: '+2', language: 'uk' },
  ]);
  let tries = 0;
  let arrived = 0;
  let meet = () => {};
  const both = new Promise<void>((resolve) => {
    meet = resolve;
  });
  const crosswise = (first: string, second: string) =>
    inTransaction(t.db, async (trx) => {
      tries++;
      await trx('number_languages').where({ number: first }).update({ language: 'ru' });
      if (++arrived >= 2) meet();
      await both;
      await trx('number_languages').where({ number: second }).update({ language: 'en' });
    });
  await Promise.all([crosswise('+1', '+2'), crosswise('+2', '+1')]);
  expect(tries).toBe(3);
});
