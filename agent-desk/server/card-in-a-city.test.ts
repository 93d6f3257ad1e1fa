import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../db/testing.ts';
import { identifyCaller } from '../../housing/identify.ts';
import { readCard } from './card.ts';
import { testCompany } from './fakes/testing.ts';

/** A city: who calls is one of so many, and their requests and calls of years are there. */
const residents = 100_000;
const houses = 2_000;
const requests = 100_000;
const calls = 200_000;
/** What an operator has to see within this time of the offer; looked up while the caller still waits. */
const limitMs = 100;

/** 0, 1, 2 … before the number that is given; a recursion ends after a thousand. */
const numbers = `WITH RECURSIVE n AS (SELECT 0 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 999)
  SELECT low.i + 1000 * high.i AS i FROM n AS low JOIN n AS high HAVING i < ?`;

let world: TestDatabase;
beforeAll(async () => {
  world = await testDatabase();
  const { db } = world;
  // What is made up here needs no checking: with it these took two and a half times as long.
  const many = (insert: string, count: number) =>
    db.raw(`SET STATEMENT unique_checks = 0, foreign_key_checks = 0 FOR ${insert} FROM (${numbers}) AS n`, [
      count,
    ]);
  await many(
    `INSERT INTO buildings (id, street, house, centre, entrances, floors)
     SELECT i + 1, CONCAT('вул. ', i DIV 40), i MOD 40, 'Центр', 4, 9`,
    houses,
  );
  await many(
    `INSERT INTO accounts (id, number, building_id, flat, balance_kopecks)
     SELECT i + 1, 10000000 + i, 1 + i MOD ${houses}, i DIV ${houses}, -i`,
    residents,
  );
  await many(
    `INSERT INTO residents (id, name, account_id, notes) SELECT i + 1, CONCAT('Мешканець ', i), i + 1, ''`,
    residents,
  );
  await many(
    `INSERT INTO phones (number, resident_id) SELECT CONCAT('+38050', 1000000 + i), i + 1`,
    residents,
  );
  await many(
    `INSERT INTO requests
       (number, resident_id, building_id, category, executor, text, place, phone, status, created_at, due_at)
     SELECT CONCAT('26-', i), 1 + i MOD ${residents}, 1 + i MOD ${houses}, 'water', 'plumbers', 'Тече кран', '', NULL,
       IF(i MOD 10, 'closed', 'new'), NOW(3) - INTERVAL i SECOND, NOW(3)`,
    requests,
  );
  await many(
    `INSERT INTO calls (id, node, direction, hotline, number, resident_id, arrived_at, ended_at, result, reason)
     SELECT CONCAT('n1-', i), 'n1', 'in', '750-600', CONCAT('+38050', 1000000 + i MOD ${residents}), 1 + i MOD ${residents},
       NOW(3) - INTERVAL i SECOND, NOW(3), 'talked', 'caller-hung-up'`,
    calls,
  );
}, 120_000);
afterAll(() => world.close());

test('of a hundred thousand residents each is recognised, and the card is there', async () => {
  const tookMs: number[] = [];
  for (let nth = 0; nth < 25; nth++) {
    const number = `+38050${1_000_000 + ((nth * 7_919) % residents)}`;
    const began = performance.now();
    const { as, residentIds } = await identifyCaller(world.db, number);
    const card = await readCard(world.db, testCompany, { as, residentIds, number });
    tookMs.push(performance.now() - began);
    expect(card.residents.map(({ phones }) => phones)).toEqual([[number]]);
    expect(card.earlierCalls).toHaveLength(calls / residents);
  }
  tookMs.sort((one, other) => one - other);
  expect(tookMs[Math.floor(tookMs.length / 2)]).toBeLessThan(limitMs);
});
