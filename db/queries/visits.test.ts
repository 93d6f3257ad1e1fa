import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StepData } from '../../events.ts';
import { type TestDatabase, testDatabase } from '../testing.ts';
import { appendSteps } from './append-steps.ts';
import { writeAllVisits } from './visits.ts';

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
}, 60_000);
afterAll(() => t.close());

const kept = async () => [
  await t.db('queue_visits').orderBy(['call_id', 'queue']),
  await t.db('operator_talks').orderBy(['call_id', 'number']),
];

test('a log that was written before is reckoned as if the tables had been there, and twice is once', async () => {
  const steps: StepData[] = [
    { kind: 'waiting', queue: 'main', position: 1 },
    { kind: 'connected', operatorId: 1, waitMs: 7_000 },
    { kind: 'held', operatorId: 1 },
    { kind: 'left-operator', operatorId: 1, talkMs: 9_000 },
    { kind: 'waiting', queue: 'requests', position: 1 },
  ];
  for (let i = 0; i < 1_100; i++) {
    const callId = `n1-${i}`;
    const some = steps.slice(0, i % (steps.length + 1));
    await appendSteps(
      t.db,
      some.map((step, second) => ({ ...step, callId, at: new Date(Date.UTC(2026, 10, 22, 10, 0, second)) })),
    );
  }
  const written = await kept();
  expect(written.map((rows) => rows?.length)).toEqual([1_099, 732]);
  await t.db('queue_visits').delete();
  await t.db('operator_talks').delete();
  for (let times = 0; times < 2; times++) {
    await writeAllVisits(t.db);
    expect(await kept()).toEqual(written);
  }
});
