import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../testing.ts';
import { currentFloorChanges, writeFloorChange } from './floor-changes.ts';
import { saveOperator } from './operators.ts';

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
}, 60_000);
afterAll(() => t.close());

test('of each subject the latest change holds; all are kept', async () => {
  const at = new Date('2026-11-26T10:00:00.000Z');
  const change = (kind: 'queue' | 'skills', subject: string, data: object | null) =>
    writeFloorChange(t.db, { kind, subject, data, at, byOperatorId: null });
  await change('queue', 'dispatcher', { choose: 'best-skill' });
  await change('skills', '1', { dispatcher: 3 });
  await change('queue', 'dispatcher', { choose: 'fewest-talks' });
  await change('queue', '1', { choose: 'all-at-once' });
  await change('skills', '1', null);
  const now = await currentFloorChanges(t.db);
  expect(now.map(({ kind, subject, data }) => [kind, subject, data])).toEqual([
    ['queue', 'dispatcher', { choose: 'fewest-talks' }],
    ['queue', '1', { choose: 'all-at-once' }],
    ['skills', '1', null],
  ]);
  expect(now[0]).toMatchObject({ id: 3, at, byOperatorId: null, byName: null });
  expect((await t.db('floor_changes')).length).toBe(5);
});

test('a change says who has made it', async () => {
  const petro = { login: 'petro', name: 'Петро Мельник', role: 'supervisor', passwordHash: '' } as const;
  const byOperatorId = await saveOperator(t.db, petro);
  const change = { kind: 'queue', subject: 'requests', data: null, at: new Date() } as const;
  await writeFloorChange(t.db, { ...change, byOperatorId });
  expect((await currentFloorChanges(t.db)).at(-1)).toMatchObject({ byOperatorId, byName: 'Петро Мельник' });
});
