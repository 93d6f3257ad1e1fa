import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../testing.ts';
import {
  callbacksToMake,
  fallbackKey,
  markCallbackDone,
  newsKey,
  openCallbacks,
  promiseCallback,
} from './callbacks.ts';
import { insertCall, patchCall } from './calls.ts';
import { joinIncident, subscribersOf } from './incident-subscribers.ts';

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
}, 60_000);
afterAll(() => t.close());
beforeEach(() => t.db('callbacks').delete());

const number = '+380501112233';
const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 12, minute));
const promise = (callId: string, minute: number, change: object = {}) =>
  promiseCallback(t.db, {
    ...{ callId, number, hotline: '750-600', why: 'closed', promisedAt: at(minute) },
    ...change,
  });

test('who could not be answered is called back once, keeps his time, and goes with the later call', async () => {
  const first = await promise('n1-1', 1, { why: 'no-operator' });
  const second = await promise('n1-2', 2);
  expect(second).toEqual({ ...first, callId: 'n1-2' });
  expect(await openCallbacks(t.db)).toHaveLength(1);
  await promise('n1-3', 3, { number: '+380501112244' });
  expect(await openCallbacks(t.db)).toHaveLength(2);
});

test('after the call back a number may be promised another', async () => {
  const { id } = await promise('n1-1', 1);
  await markCallbackDone(t.db, id, at(2));
  expect((await promise('n1-2', 3)).id).not.toBe(id);
  expect(await openCallbacks(t.db)).toHaveLength(1);
});

test('who waits in vain a second time is one row, of the later call; what he is promised then is a promise, and stays one', async () => {
  const first = await promise('n1-1', 1, { why: 'abandoned' });
  const second = await promise('n1-2', 20, { why: 'abandoned' });
  expect(second).toEqual({ ...first, callId: 'n1-2', promisedAt: at(20) });
  const promised = await promise('n1-3', 30, { why: 'closed', hotline: '8800' });
  expect(promised).toMatchObject({ id: first.id, callId: 'n1-3', why: 'closed', promisedAt: at(30) });
  await promise('n1-4', 40, { why: 'abandoned' });
  expect(await openCallbacks(t.db)).toEqual([{ ...promised, callId: 'n1-4' }]);
});

test('who has waited in vain is not to be called while he calls himself; who was promised a call stays on the list', async () => {
  const gaveUp = await promise('n1-1', 1, { why: 'abandoned' });
  const other = await promise('n1-2', 2, { number: '+380501112244' });
  const calls = (id: string, from: string, direction: 'in' | 'out') =>
    insertCall(t.db, {
      ...{ id, node: 'n1', direction, hotline: '750-600', number: from },
      arrivedAt: at(3),
    });
  await calls('n1-3', number, 'in');
  await calls('n1-4', other.number, 'in');
  expect(await callbacksToMake(t.db)).toEqual([other]);
  await patchCall(t.db, 'n1-3', { endedAt: at(4), result: 'served', reason: 'caller-hung-up' });
  // We call him: that is no call of his own.
  await calls('n1-5', number, 'out');
  expect(await callbacksToMake(t.db)).toEqual([gaveUp, other]);
});

test('a promise that is marked done in the moment in which another call is merged with it leaves that call one of its own', async () => {
  const earlier = await promise('n1-1', 1, { why: 'no-operator' });
  await t.db.raw(
    'CREATE TRIGGER done_then BEFORE UPDATE ON callbacks FOR EACH ROW SET NEW.done_at = UTC_TIMESTAMP(3)',
  );
  try {
    const later = await promise('n1-2', 2);
    expect(later).toMatchObject({ callId: 'n1-2', why: 'closed', promisedAt: at(2) });
    expect(await openCallbacks(t.db)).toEqual([later]);
    expect(later.id).not.toBe(earlier.id);
  } finally {
    await t.db.raw('DROP TRIGGER done_then');
  }
});

test('many calls of one number at the same moment make one promise', async () => {
  const made = await Promise.all(Array.from({ length: 20 }, (_, n) => promise(`n1-${n}`, n)));
  expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  expect(await openCallbacks(t.db)).toHaveLength(1);
});

test('promises that are in each other’s way at the server are all made', async () => {
  // Rows that are just gone lock beside new ones: without another try, a good part of these is the victim of a deadlock.
  for (let round = 0; round < 40; round++) {
    const calls = Array.from({ length: 3 + (round % 10) }, (_, n) => `n1-${round % 3}-${n}`);
    await Promise.all(calls.map((call, n) => promise(call, n)));
    expect(await openCallbacks(t.db)).toHaveLength(1);
    if (round % 2 === 0) await t.db('callbacks').update({ done_at: at(30) });
    else await t.db('callbacks').delete();
  }
});

test('no message is lost, and news of what was mended are promises of their own', async () => {
  await promise('n1-1', 1);
  await promise('n1-2', 2, { why: 'message', messageFile: 'messages/n1-2-closed', messageMs: 4_000 });
  await promise('n1-3', 3, { why: 'message', messageFile: 'messages/n1-3-closed', messageMs: 5_000 });
  // A call has promised before, and leaves two messages besides.
  await promise('n1-4', 5, { why: 'feedback' });
  for (const messageMs of [6_000, 7_000])
    await promise('n1-4', 6, { why: 'message', messageFile: `messages/n1-4-closed-${messageMs}`, messageMs });
  await promise('mended-7', 7, { why: 'mended' });
  expect((await openCallbacks(t.db)).map(({ why, messageMs }) => [why, messageMs])).toEqual([
    ['closed', null],
    ['message', 4_000],
    ['message', 5_000],
    ['feedback', null],
    ['message', 6_000],
    ['message', 7_000],
    ['mended', null],
  ]);
});

test('news of what was mended go with the call in which they were asked for, and what the dialplan promised with none', async () => {
  const incident = { kind: 'heating', since: at(1), opened_at: at(1) };
  const [incidentId = 0] = await t.db('incidents').insert(incident);
  const joined = { number, language: 'uk' as const, hotline: '750-600', callId: 'n1-1', joinedAt: at(2) };
  await joinIncident(t.db, { incidentId, ...joined });
  const [subscriber] = await subscribersOf(t.db, incidentId);
  const news = await promise(newsKey(subscriber?.id ?? 0), 3, { why: 'mended' });
  const byDialplan = await promise(fallbackKey('n1', at(4), number), 4, { why: 'no-controller' });
  const calls = async () => (await openCallbacks(t.db)).map(({ callId }) => callId);
  expect([news.callId, byDialplan.callId]).toEqual(['n1-1', null]);
  expect(await calls()).toEqual(['n1-1', null]);
  // He calls himself, and is promised it once more.
  await promise('n1-2', 5);
  expect(await calls()).toEqual(['n1-1', 'n1-2']);
});

test('the same promise of the same call is made once, whatever else was promised in it', async () => {
  const said = { why: 'message', messageFile: 'messages/n1-1-closed-1', messageMs: 4_000 };
  const first = [await promise('n1-1', 1, { why: 'feedback' }), await promise('n1-1', 2, said)];
  const again = [await promise('n1-1', 3, { why: 'feedback' }), await promise('n1-1', 4, said)];
  expect(again).toEqual(first);
  expect(await openCallbacks(t.db)).toHaveLength(2);
});
