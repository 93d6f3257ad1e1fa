import { EventEmitter, once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../db/testing.ts';
import type { StepData } from '../../../events.ts';
import type { Operator } from '../../contract/shapes.ts';
import { keptDesk, liveStage, testWorld } from '../fakes/live-stage.ts';
import { enterPeople } from '../fakes/testing.ts';
import type { BoardState } from './boards.ts';

let database: TestDatabase;
let olha: Operator;
let on: Awaited<ReturnType<typeof liveStage>>;
let desk: () => BoardState;
/** Hears `read` when everything was read, `anew` when the desks begin anew with it. */
const readings = new EventEmitter();
/** What happens just before everything is read. */
let meanwhile: (() => Promise<void>) | undefined;
/** What the desks' beginning anew waits for. */
let held: Promise<unknown> | undefined;
let calls = 0;

beforeAll(async () => {
  database = await testDatabase();
  ({ olha } = await enterPeople(database.db));
}, 60_000);
afterAll(() => database.close());

beforeEach(async () => {
  const real = testWorld(database.db);
  on = await liveStage(database.db, {
    ...real,
    async whole(midnight) {
      await meanwhile?.();
      const whole = await real.whole(midnight);
      readings.emit('read');
      await held;
      return whole;
    },
    // A question that fails has everything read anew.
    campaign: () => Promise.reject(new Error('the database is away')),
  });
  desk = keptDesk(on.live, olha, () => readings.emit('anew'));
});
afterEach(async () => {
  held = undefined;
  meanwhile = undefined;
  await on.close();
});

/** @param what of it happens */
function readAnew(what: 'read' | 'anew') {
  const happened = once(readings, what);
  on.bus.emit('campaign', { campaignId: 1, state: 'draft' });
  return happened;
}

/** A call with its steps told so far, and what its line in the list says. */
function call({ talks = true } = {}) {
  const callId = `n1-anew-${++calls}`;
  const step = (data: StepData) => on.bus.emit('step', { ...data, callId, at: new Date() });
  step({ kind: 'arrived', hotline: '750-600', number: '+380501110001', direction: 'in' });
  if (talks) step({ kind: 'connected', operatorId: olha.id, waitMs: 0 });
  else step({ kind: 'waiting', queue: 'main', position: 1, sinceMs: Date.now() - 10_000 });
  return {
    callId,
    givesUp: () => step({ kind: 'ended', result: 'abandoned', reason: 'caller-hung-up' }),
    ends: () => step({ kind: 'ended', result: 'talked', reason: 'caller-hung-up' }),
    marks() {
      step({ kind: 'disposition', operatorId: olha.id, disposition: 'advice' });
      step({ kind: 'note', operatorId: olha.id, text: 'Перший' });
      step({ kind: 'note', operatorId: olha.id, text: 'Чекає майстра' });
    },
    line: () => desk().calls.find(({ id }) => id === callId),
  };
}

const marked = { disposition: 'advice', note: 'Чекає майстра' };

test('what is said of a call that had ended before everything was read anew is told', async () => {
  const { ends, marks, line } = call();
  ends();
  await readAnew('anew');
  expect(line()).toMatchObject({ disposition: null, note: null });
  marks();
  await on.live.settled();
  expect(line()).toMatchObject(marked);
  expect(desk()).toEqual(await on.fresh(olha));
});

test('what is said of a call while everything is read anew is told', async () => {
  const { ends, marks, line } = call();
  held = once(readings, 'goes on');
  ends();
  await readAnew('read');
  marks();
  readings.emit('goes on');
  await expect.poll(line).toMatchObject(marked);
  expect(desk()).toEqual(await on.fresh(olha));
});

test('a call that ends just before everything is read is counted once', async () => {
  const { givesUp, line } = call({ talks: false });
  const before = desk().today.abandoned;
  await on.live.settled();
  meanwhile = () => {
    givesUp();
    return on.calls.written();
  };
  await readAnew('anew');
  await on.live.settled();
  // Its end is taken anew, after all that was told before.
  await on.live.settled();
  expect(line()?.result).toBe('abandoned');
  expect(desk().today.abandoned).toBe(before + 1);
  expect(desk()).toEqual(await on.fresh(olha));
});

test('nothing is kept of calls that had ended, and everything of those that go on', async () => {
  const [ended, goesOn] = [call(), call()];
  await on.live.settled();
  const { callers, calls, cards } = on.live.state;
  for (const caller of callers.values()) cards.prefetch(caller);
  ended.ends();
  await readAnew('anew');
  expect([callers, calls].map((known) => [...known.keys()].includes(ended.callId))).toEqual([false, false]);
  expect(cards.has(ended.callId)).toBe(false);
  expect([callers, calls].map((known) => [...known.keys()].includes(goesOn.callId))).toEqual([true, true]);
  expect(cards.has(goesOn.callId)).toBe(true);
});
