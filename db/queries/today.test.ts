import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StepData } from '../../events.ts';
import { type TestDatabase, testDatabase } from '../testing.ts';
import { appendSteps } from './append-steps.ts';
import { insertCall, patchCall } from './calls.ts';
import { figuresSince } from './today.ts';

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
}, 60_000);
afterAll(() => t.close());

const midnight = new Date('2026-11-21T22:00:00Z');
const noon = new Date('2026-11-22T10:00:00Z');
const yesterday = new Date('2026-11-21T10:00:00Z');

async function call(id: string, direction: 'in' | 'out', at: Date, ...steps: StepData[]): Promise<void> {
  await insertCall(t.db, { id, node: 'n1', direction, hotline: '750-600', number: null, arrivedAt: at });
  const end = { result: 'talked', reason: 'caller-hung-up' } as const;
  await patchCall(t.db, id, { endedAt: at, ...end });
  await appendSteps(
    t.db,
    // A step may not be there twice: each has a moment of its own.
    steps.map((step, n) => ({ ...step, callId: id, at: new Date(at.getTime() + n) })),
  );
}

const connected = (operatorId: number, waitMs: number): StepData => ({
  kind: 'connected',
  operatorId,
  waitMs,
});
const waits: StepData = { kind: 'waiting', queue: 'main', position: 1 };
const left = (operatorId: number, talkMs: number): StepData => ({
  kind: 'left-operator',
  operatorId,
  talkMs,
});

test('without a call all figures are nought', async () => {
  expect(await figuresSince(t.db, midnight)).toEqual({
    answered: 0,
    abandoned: 0,
    within20s: 0,
    byOperator: new Map(),
  });
});

test('who was put through without having waited is answered in no queue: there is no share of those answered in time', async () => {
  await call('z', 'in', new Date(noon.getTime() - 3_600_000), connected(9, 0), left(9, 1_000));
  const { answered, within20s } = await figuresSince(t.db, midnight);
  expect([answered, within20s]).toEqual([0, 0]);
  await t.db('call_events').where({ call_id: 'z' }).delete();
});

test('a call that was handed on counts once, and for each who talked in it', async () => {
  await call(
    'a',
    'in',
    noon,
    waits,
    connected(1, 5_000),
    left(1, 60_000),
    connected(2, 40_000),
    left(2, 30_000),
  );
  await call(
    'b',
    'in',
    noon,
    waits,
    connected(1, 20_001),
    left(1, 10_000),
    connected(1, 500),
    left(1, 1_000),
  );
  await call('d', 'in', yesterday, waits, connected(1, 1_000), left(1, 1_000));
  await call('f', 'out', noon, connected(2, 100), left(2, 7_000));
  expect(await figuresSince(t.db, midnight)).toEqual({
    answered: 2,
    abandoned: 0,
    within20s: 1,
    byOperator: new Map([
      [1, { calls: 2, talkMs: 71_000 }],
      [2, { calls: 2, talkMs: 37_000 }],
    ]),
  });
});

test('abandoned is who gave up in a queue and was never talked to: not within five seconds, and not after a talk', async () => {
  const gaveUp = { kind: 'ended', result: 'abandoned', reason: 'caller-hung-up' } as const;
  const waited = (ms: number, queue = 'main'): StepData => ({
    ...{ kind: 'waiting', queue, position: 1, sinceMs: noon.getTime() - ms },
  });
  await call('g', 'in', noon, waited(6_000), gaveUp);
  await call('h', 'in', noon, waited(4_000), gaveUp);
  await call('i', 'in', yesterday, waits, gaveUp);
  await call('j', 'in', noon, waits, connected(1, 1_000), left(1, 1_000), waited(6_000, 'other'), {
    ...gaveUp,
    result: 'talked',
  });
  expect(await figuresSince(t.db, midnight)).toMatchObject({ abandoned: 1 });
});
