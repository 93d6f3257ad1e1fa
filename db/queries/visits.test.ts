import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Step, StepData } from '../../events.ts';
import { type TestDatabase, testDatabase } from '../testing.ts';
import { appendSteps } from './append-steps.ts';
import { writeAllVisits } from './visits.ts';
import { visitsOfCall } from './visits-of-call.ts';

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
}, 60_000);
afterAll(() => t.close());

const kept = async () => [
  await t.db('queue_visits').orderBy(['call_id', 'queue']),
  await t.db('operator_talks').orderBy(['call_id', 'number']),
];

test('of a log that is read in another way now, the calls that it concerns are reckoned anew, and no others', async () => {
  const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 10, 0, second));
  for (const callId of ['n1-three', 'n1-two']) {
    const together: StepData[] = callId === 'n1-three' ? [{ kind: 'three-together', operatorId: 1 }] : [];
    const steps: StepData[] = [
      { kind: 'connected', operatorId: 1, waitMs: 0 },
      { kind: 'held', operatorId: 1 },
      ...together,
    ];
    await appendSteps(
      t.db,
      steps.map((step, second) => ({ ...step, callId, at: at(second) })),
    );
  }
  await t.db('operator_talks').update({ held_since: at(50) });
  await writeAllVisits(t.db, 'three-together');
  const heldSince = await t.db('operator_talks').orderBy('call_id').pluck('held_since');
  expect(heldSince).toEqual([null, at(50)]);
  for (const table of ['operator_talks', 'queue_visits', 'call_events']) await t.db(table).delete();
});

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

const operatorId = 1;
/** One step of every kind that a caller who waits, or talks, comes by. */
const kinds: StepData[] = [
  { kind: 'flow', flow: 'mainMenu' },
  { kind: 'flow', flow: 'dutyTelephone' },
  { kind: 'waiting', queue: 'main', position: 1 },
  { kind: 'waiting', queue: 'requests', position: 1 },
  { kind: 'queue-gone', queue: 'requests', instead: 'main' },
  { kind: 'moved', supervisorId: 9, to: { queue: 'requests' } },
  { kind: 'told-wait', position: 1, estimateMs: 30_000 },
  { kind: 'offered', operatorId, queue: 'main' },
  { kind: 'offer-ended', operatorId, how: 'missed' },
  { kind: 'connected', operatorId, waitMs: 4_000 },
  { kind: 'held', operatorId },
  { kind: 'resumed', operatorId },
  { kind: 'operator-lost', operatorId },
  { kind: 'operator-back', operatorId },
  { kind: 'taken-over', operatorId: 9, from: operatorId },
  { kind: 'transferred', operatorId, to: { queue: 'requests' } },
  { kind: 'left-operator', operatorId, talkMs: 5_000 },
  { kind: 'callback-promised', callbackId: 1 },
  ...(['connected', 'not-reached'] as const).flatMap((how): StepData[] => [
    { kind: 'outside', how },
    { kind: 'duty', how },
  ]),
  { kind: 'interrupted', why: 'asterisk-lost' },
  { kind: 'ended', result: 'talked', reason: 'caller-hung-up' },
  { kind: 'ended', result: 'abandoned', reason: 'caller-hung-up' },
];

test('what is written says what all steps of a call say, also where they are written one by one, or anew', async () => {
  let calls = 0;
  const history = fc.array(fc.constantFrom(...kinds), { minLength: 2, maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(fc.array(history, { minLength: 30, maxLength: 30 }), async (histories) => {
      const all = histories.map((some) => {
        const callId = `n2-${calls++}`;
        return some.map((step, second): Step => ({ ...step, callId, at: at(10, second) }));
      });
      for (let nth = 0; nth < 10; nth++)
        await appendSteps(
          t.db,
          all.flatMap((steps) => steps[nth] ?? []),
        );
      const told = new Map(all.map((steps) => [steps[0]?.callId, inOrder(visitsOfCall(steps))]));
      expect(await writtenOf([...told.keys()])).toEqual(told);
      await writeAllVisits(t.db, 'duty');
      expect(await writtenOf([...told.keys()])).toEqual(told);
    }),
    { numRuns: 3 },
  );
});

test('who waited and then talked to the telephone on duty has not given up, also in a log that was written before', async () => {
  const some: StepData[] = [
    { kind: 'waiting', queue: 'main', position: 1 },
    { kind: 'flow', flow: 'dutyTelephone' },
    { kind: 'duty', how: 'connected' },
    { kind: 'ended', result: 'talked', reason: 'caller-hung-up' },
  ];
  const callId = 'n3-duty';
  await appendSteps(
    t.db,
    some.map((step, minute) => ({ ...step, callId, at: at(10 + minute) })),
  );
  const rightly = await writtenOf([callId]);
  expect(rightly.get(callId)?.visits).toMatchObject([{ outcome: 'elsewhere', waitMs: 120_000 }]);
  await t.db('queue_visits').where({ call_id: callId }).update({ outcome: 'abandoned', wait_ms: 180_000 });
  await writeAllVisits(t.db, 'duty');
  expect(await writtenOf([callId])).toEqual(rightly);
});

const at = (minute: number, second = 0) => new Date(Date.UTC(2026, 10, 23, 10, minute, second));

type Told = ReturnType<typeof visitsOfCall>;
const inOrder = ({ visits, talks }: Told) => ({
  visits: visits.toSorted((a, b) => a.queue.localeCompare(b.queue)),
  talks,
});

/** As `visitsOfCall` says it, by call. */
async function writtenOf(callIds: (string | undefined)[]): Promise<Map<string | undefined, Told>> {
  const visits = await t.db('queue_visits').orderBy('queue');
  const talks = await t.db('operator_talks').orderBy('number');
  const told = (callId: string | undefined): Told => ({
    visits: visits
      .filter((row) => row.call_id === callId)
      .map((row) => ({
        ...{ queue: row.queue, outcome: row.outcome, stands: row.stands === 1, since: row.since },
        ...{ waitMs: row.wait_ms, toldErrorMs: row.told_error_ms, callbackId: row.callback_id },
      })),
    talks: talks
      .filter((row) => row.call_id === callId)
      .map((row) => ({
        ...{ operatorId: row.operator_id, queue: row.queue, beganAt: row.began_at, endedAt: row.ended_at },
        ...{ holdMs: row.hold_ms, heldSince: row.held_since },
      })),
  });
  return new Map(callIds.map((callId) => [callId, told(callId)]));
}
