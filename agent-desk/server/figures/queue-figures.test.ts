import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appendSteps } from '../../../db/queries/append-steps.ts';
import { promiseCallback } from '../../../db/queries/callbacks.ts';
import { type CallPatch, insertCall, patchCall } from '../../../db/queries/calls.ts';
import { appendOperatorEvents, lastKnownAt } from '../../../db/queries/operator-events.ts';
import type { StepData } from '../../../events.ts';
import { unfinished } from '../../../ivr/unfinished.ts';
import { type CallsBehind, type Figure, figures } from '../../contract/figures.ts';
import { type TestDesk, testDesk } from '../fakes/testing.ts';

let desk: TestDesk;
let petro: Awaited<ReturnType<TestDesk['logIn']>>;
const promises: number[] = [];
beforeAll(async () => {
  desk = await testDesk();
  petro = await desk.logIn('petro');
  for (const last of ['1', '2', '3']) {
    const promise = { callId: `n1-promise-${last}`, number: `+38050111000${last}`, hotline: '750-600' };
    const { id } = await promiseCallback(desk.db, { ...promise, why: 'kept-place', promisedAt: new Date() });
    promises.push(id);
  }
  await desk.db('callbacks').where({ id: promises[0] }).update({ done_at: new Date() });
}, 60_000);
afterAll(() => desk.close());

const dayMs = 24 * 3_600_000;
const beganMs = Date.parse('2026-06-01T00:00:00Z');
let days = 0;
let calls = 0;

/** A day that no other test has. */
function freshDay() {
  const fromMs = beganMs + days++ * dayMs;
  return { fromMs, from: new Date(fromMs).toISOString(), to: new Date(fromMs + dayMs).toISOString() };
}

/** Writes a call of that day; each step comes so many ms after the one before. */
async function write(fromMs: number, direction: 'in' | 'out', steps: [afterMs: number, step: StepData][]) {
  const callId = `n1-${calls++}`;
  const arrivedAt = new Date(fromMs + 1_000);
  const call = { id: callId, node: 'n1', direction, hotline: '750-600', number: null, arrivedAt };
  await insertCall(desk.db, call);
  let atMs = arrivedAt.getTime();
  const written = steps.map(([afterMs, step]) => {
    atMs += afterMs;
    return { ...step, callId, at: new Date(atMs) };
  });
  await appendSteps(desk.db, written);
  return callId;
}

async function read(day: { from: string; to: string }, queue?: string) {
  const { body } = await petro.get('/api/figures').query({ from: day.from, to: day.to, queue }).expect(200);
  expect(figures.parse(body)).toEqual(body);
  return figures.parse(body);
}

async function listed(day: { from: string; to: string }, behind: CallsBehind): Promise<string[]> {
  const query = { from: day.from, to: day.to, limit: 200, ...behind };
  const { body } = await petro.get('/api/calls').query(query).expect(200);
  expect(body.next).toBeNull();
  return body.items.map(({ id }: { id: string }) => id);
}

const isFigure = (one: unknown): one is Figure => typeof one === 'object' && one !== null && 'calls' in one;

const queue = fc.constantFrom('main', 'closed-down');
const operatorId = fc.constantFrom(1, 2);
const step: fc.Arbitrary<StepData> = fc.oneof(
  { weight: 4, arbitrary: queue.map((id) => ({ kind: 'waiting', queue: id, position: 1 }) as const) },
  { weight: 2, arbitrary: fc.nat(90_000).map((estimateMs) => told(estimateMs)) },
  {
    weight: 4,
    arbitrary: fc.tuple(operatorId, fc.nat(40_000)).map(([id, waitMs]) => connected(id, waitMs)),
  },
  { weight: 2, arbitrary: operatorId.map((id) => ({ kind: 'held', operatorId: id }) as const) },
  { weight: 1, arbitrary: operatorId.map((id) => ({ kind: 'resumed', operatorId: id }) as const) },
  { weight: 2, arbitrary: operatorId.map((id) => left(id)) },
  { weight: 1, arbitrary: fc.constant({ kind: 'flow', flow: 'mainMenu' } as const) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('outside', 'duty').map((kind) => ({ kind, how: 'connected' }) as const),
  },
  { weight: 2, arbitrary: fc.nat(2).map((which) => promised(which)) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('abandoned', 'talked', 'served')
      .map((result) => ({ kind: 'ended', result, reason: 'caller-hung-up' }) as const),
  },
);
const told = (estimateMs: number): StepData => ({ kind: 'told-wait', position: 1, estimateMs });
const connected = (id: number, waitMs: number): StepData => ({ kind: 'connected', operatorId: id, waitMs });
const left = (id: number): StepData => ({ kind: 'left-operator', operatorId: id, talkMs: 0 });
const promised = (which: number): StepData => ({
  ...{ kind: 'callback-promised', callbackId: promises[which] ?? 0 },
});
const history = fc.record({
  direction: fc.constantFrom('in', 'in', 'in', 'out'),
  steps: fc.array(fc.tuple(fc.nat(12_000), step), { maxLength: 9 }),
});

test('behind each figure stand as many calls as it says, and each call has one outcome', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(history, { minLength: 1, maxLength: 12 }), async (histories) => {
      const day = freshDay();
      for (const { direction, steps } of histories) await write(day.fromMs, direction, steps);
      const { queues, all, operators, allOperators } = await read(day);
      for (const group of [...queues, all, ...operators, allOperators]) {
        for (const [name, one] of Object.entries(group)) {
          if (!isFigure(one)) continue;
          // Of those who still wait some have waited as long as that by the time of the list.
          if (name === 'longestWaitMs' && 'waiting' in group && group.waiting.count > 0) continue;
          expect({ name, ...one.calls, count: (await listed(day, one.calls)).length }).toEqual({
            ...{ name, ...one.calls, count: one.count },
          });
        }
      }
      for (const line of [...queues, all]) {
        const { waiting, answered, abandoned, abandonedEarly, callbacks, elsewhere, came } = line;
        const parts = [waiting, answered, abandoned, abandonedEarly, callbacks, elsewhere];
        expect(parts.reduce((total, { count }) => total + count, 0)).toBe(came.count);
      }
    }),
    { numRuns: 8 },
  );
}, 120_000);

const waiting: StepData = { kind: 'waiting', queue: 'main', position: 1 };
const ended: StepData = { kind: 'ended', result: 'abandoned', reason: 'caller-hung-up' };

test('the figures of a day, by hand', async () => {
  const day = freshDay();
  const { olha } = desk.operators;
  const talked = (waitMs: number, estimateMs: number, talkMs: number): [number, StepData][] => [
    [0, waiting],
    [0, told(estimateMs)],
    [waitMs, connected(olha.id, waitMs)],
    [talkMs, left(olha.id)],
  ];
  await write(day.fromMs, 'in', talked(4_000, 34_000, 60_000));
  await write(day.fromMs, 'in', [[100_000, { kind: 'answered' }], ...talked(20_000, 110_000, 30_000)]);
  const late = await write(day.fromMs, 'in', talked(20_001, 20_001, 90_000));
  const gaveUp = await write(day.fromMs, 'in', [
    [0, waiting],
    [5_000, ended],
  ]);
  await write(day.fromMs, 'in', [
    [0, waiting],
    [4_999, ended],
  ]);
  await write(day.fromMs, 'in', [
    [0, waiting],
    [9_000, promised(0)],
  ]);
  const { all, queues } = await read(day);
  expect(all).toMatchObject({
    came: { value: 6 },
    answered: { value: 3 },
    late: { value: 1 },
    serviceLevelPercent: { value: 50, count: 4 },
    medianAnswerMs: { value: 20_000 },
    longestWaitMs: { value: 20_001, count: 2 },
    abandoned: { value: 1 },
    abandonedEarly: { value: 1 },
    callbacks: { value: 1 },
    callbacksDone: { value: 1 },
    toldErrorMs: { value: 30_000, count: 3 },
    talkMs: { value: 60_000, sumMs: 180_000 },
  });
  expect(all.answerMs.value).toBeCloseTo(44_001 / 3);
  expect(all.toldWithinMinutePercent.value).toBeCloseTo(200 / 3);
  expect(queues).toMatchObject([{ queue: 'main', target: { percent: 80, withinSeconds: 20 } }]);
  expect(await listed(day, { queue: 'main', outcome: 'late' })).toEqual([late]);
  expect(await listed(day, { outcome: 'abandoned' })).toEqual([gaveUp]);
});

test('operators: who talked how long, and how much of the time was busy', async () => {
  const day = freshDay();
  const { olha, petro: other } = desk.operators;
  const presence = (
    operatorId: number,
    second: number,
    state: 'ready' | 'talking' | 'wrap-up' | 'paused',
  ) => ({
    ...{
      operatorId,
      state,
      at: new Date(day.fromMs + second * 1000),
      reason: null,
      callId: null,
      setBy: null,
      afterwards: null,
    },
  });
  await appendOperatorEvents(desk.db, [
    presence(olha.id, -10, 'ready'),
    presence(olha.id, 30, 'talking'),
    presence(olha.id, 50, 'wrap-up'),
    presence(olha.id, 60, 'paused'),
    presence(other.id, 0, 'paused'),
  ]);
  await write(day.fromMs, 'out', [
    [0, waiting],
    [29_000, connected(olha.id, 900_000)],
    [5_000, { kind: 'held', operatorId: olha.id }],
    [8_000, { kind: 'resumed', operatorId: olha.id }],
    [7_000, left(olha.id)],
  ]);
  const { operators, all } = await read(day, 'main');
  expect(operators).toMatchObject([
    {
      operatorId: olha.id,
      talked: { value: 1, calls: { operatorId: olha.id, queue: 'main', outcome: 'talked' } },
      talkMs: { value: 12_000 },
      holdMs: { value: 8_000 },
      wrapUpMs: { value: 10_000 },
      occupancyPercent: { value: 50 },
      ...{ busyMs: 30_000, readyMs: 30_000 },
    },
  ]);
  expect(all).toMatchObject({ came: { value: 0 }, answerMs: { value: null }, talked: { value: 1 } });
});

test('what talks came to: each counts once, those of which nothing was said only when they are over', async () => {
  const day = freshDay();
  const talk: [number, StepData][] = [
    [0, waiting],
    [1_000, connected(desk.operators.olha.id, 1_000)],
    [9_000, left(desk.operators.olha.id)],
  ];
  const talked = async (patch: CallPatch) => {
    const id = await write(day.fromMs, 'in', talk);
    await patchCall(desk.db, id, patch);
    return id;
  };
  const endedAt = new Date(day.fromMs + 60_000);
  const advised = [await talked({ disposition: 'advice', endedAt }), await talked({ disposition: 'advice' })];
  const unsaid = await talked({ endedAt });
  await talked({});
  await talked({ disposition: 'of-last-year', endedAt });
  const untalked = await write(day.fromMs, 'in', [[0, waiting]]);
  await patchCall(desk.db, untalked, { endedAt });
  for (const queue of [undefined, 'main']) {
    const { dispositions } = await read(day, queue);
    expect(dispositions.map(({ disposition, calls }) => [disposition, calls.count])).toEqual([
      ...[
        ['request', 0],
        ['advice', 2],
        ['of-last-year', 1],
        [null, 1],
      ],
    ]);
    for (const { calls } of dispositions) expect(await listed(day, calls.calls)).toHaveLength(calls.count);
  }
  expect((await listed(day, { disposition: 'advice' })).sort()).toEqual(advised.sort());
  expect(await listed(day, { disposition: 'none' })).toEqual([unsaid]);
  expect((await read(day, 'elsewhere')).dispositions.every(({ calls }) => calls.count === 0)).toBe(true);
});

test('a talk and a wait that go on count until now, and hold is no talk', async () => {
  const day = freshDay();
  const { olha } = desk.operators;
  await write(day.fromMs, 'in', [
    [0, waiting],
    [9_000, connected(olha.id, 9_000)],
    [30_000, { kind: 'held', operatorId: olha.id }],
  ]);
  await write(day.fromMs, 'in', [[0, waiting]]);
  const { all } = await read(day);
  expect(all.talkMs.value).toBe(30_000);
  expect(all.holdMs.value).toBeGreaterThan(Date.now() - day.fromMs - dayMs);
  expect(all.longestWaitMs.value).toBeGreaterThan(Date.now() - day.fromMs - dayMs);
  expect(all).toMatchObject({ waiting: { value: 1 }, serviceLevelPercent: { value: 100, count: 1 } });
});

test('who talked or waited when the power went did so until then, and not until the next start', async () => {
  const day = freshDay();
  const { olha } = desk.operators;
  const talks = await write(day.fromMs, 'in', [
    [0, waiting],
    [9_000, connected(olha.id, 9_000)],
    [30_000, { kind: 'held', operatorId: olha.id }],
  ]);
  const waits = await write(day.fromMs, 'in', [
    [3_000, waiting],
    [45_000, told(30_000)],
  ]);
  // Nothing more is written until the next morning; the sound of the talk goes on a little further.
  const soundUntil = new Date(day.fromMs + 52_000);
  const left = await unfinished(
    desk.db,
    'n1',
    { hotlines: [] },
    {
      lastKnownAt: await lastKnownAt(desk.db),
      recordedUntil: async ({ id }) => (id === talks ? soundUntil : null),
    },
  );
  const ends = left.filter(({ id }) => [talks, waits].includes(id));
  await appendSteps(
    desk.db,
    ends.map(({ id, knownUntil }) => ({ ...ended, callId: id, at: knownUntil })),
  );
  expect((await read(day)).all).toMatchObject({
    ...{ talkMs: { value: 30_000 }, holdMs: { value: 12_000 } },
    longestWaitMs: { value: 45_000 },
  });
});

test('figures are for those who lead, of a time that is one, and not of a year', async () => {
  const olha = await desk.logIn('olha');
  const { from, to } = freshDay();
  await olha.get('/api/figures').query({ from, to }).expect(403);
  for (const wrong of [from, '2030-01-01T00:00:00Z']) {
    const { body } = await petro.get('/api/figures').query({ from, to: wrong }).expect(400);
    expect(body.code).toBe('figures.times');
  }
});
