import { afterAll, beforeAll, expect, test } from 'vitest';
import { saveOperator } from '../db/queries/operators.ts';
import { ownTestDatabase, type TestDatabase, testPlace } from '../db/testing.ts';
import { logOut, logout } from './logout.ts';

let t: TestDatabase;
beforeAll(async () => {
  t = await ownTestDatabase();
}, 60_000);
afterAll(() => t.close());

async function person(login: string, sessions: number): Promise<void> {
  const operatorId = await saveOperator(t.db, { login, name: login, role: 'operator', passwordHash: 'x' });
  for (let i = 0; i < sessions; i++) {
    const sess = JSON.stringify({ operatorId, cookie: {} });
    await t.db('sessions').insert({ sid: `${login}-${i}`, sess, expired: new Date(Date.now() + 60_000) });
  }
}

test('all sessions of the one end, and nobody else’s', async () => {
  await person('olha', 2);
  await person('petro', 1);
  expect(await logOut(t.settings, ' Olha')).toBe(2);
  expect(await logOut(t.settings, 'olha')).toBe(0);
  expect(await t.db('sessions').pluck('sid')).toEqual(['petro-0']);
});

test('a login that nobody has, a database that does not run, no login at all: each is told', async () => {
  await expect(logOut(t.settings, 'nobody')).rejects.toMatchObject({ code: 'cli.unknown-login' });
  const elsewhere = await testPlace();
  await expect(logOut({ ...t.settings, ports: elsewhere.ports }, 'olha')).rejects.toMatchObject({
    code: 'cli.no-database',
  });
  await expect(logOut(elsewhere, 'olha')).rejects.toMatchObject({ code: 'db.never-started' });
  await expect(logout.run([])).rejects.toMatchObject({ code: 'cli.usage' });
});
