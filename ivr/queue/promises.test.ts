import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { usualLimitMs } from '../../db/in-time.ts';
import { serverFiles } from '../../db/private-server/files.ts';
import { runningPid } from '../../db/private-server/process.ts';
import { writeTry } from '../../db/queries/kept-places.ts';
import { startDatabase, stopDatabase } from '../../db/server.ts';
import { ownTestDatabase, type TestDatabase } from '../../db/testing.ts';
import { Bus, type Step } from '../../events.ts';
import { createCallbacks } from '../../housing/callbacks.ts';
import { Keeper } from '../../housing/keeping/keeper.ts';
import { createLog } from '../../log.ts';
import type { KeptPlaceFacts } from './kept-place.ts';
import { callbackPromises } from './promises.ts';

/** A place in the line is kept only where the database takes it; the call back is promised all the same. */
let t: TestDatabase;
let keeper: Keeper;
let promises: ReturnType<typeof callbackPromises>;
const log = createLog('silent');
const bus = new Bus((error) => {
  throw error;
});
const steps: Step[] = [];
bus.on('step', (step) => steps.push(step));
/** What stands in the line. */
const inLine: KeptPlaceFacts[] = [];
/** Whose places it was told to give up. */
const left: string[] = [];
const line = {
  keep: (facts: KeptPlaceFacts) => inLine.push(facts),
  talkedTo: (number: string) => left.push(number),
};

function controller() {
  const { db, settings } = t;
  const keeper = new Keeper({ home: settings.home, log });
  const callbacks = createCallbacks({ db, bus, keeper, log });
  return { keeper, promises: callbackPromises({ db, bus, log, line, callbacks }) };
}

beforeAll(async () => {
  t = await ownTestDatabase();
  ({ keeper, promises } = controller());
  await keeper.open();
}, 60_000);
afterAll(async () => {
  await keeper.close();
  await t.close();
});

let calls = 0;
const caller = () => ({
  callId: `n1-${++calls}`,
  number: `+38050333${String(calls).padStart(4, '0')}`,
  hotline: '750-600',
  language: 'uk' as const,
  queue: 'dispatcher',
  waitingSince: new Date(1_000),
});
const rows = (callId: string): Promise<Record<string, unknown>[]> =>
  t.db('callbacks').where({ call_id: callId });
const placesOf = (number: string) => inLine.filter((one) => one.number === number);
const told = (callId: string) => steps.filter((step) => step.callId === callId).map(({ kind }) => kind);
const soon = { timeout: 20_000 };

test('a place is written, and stands in the line', async () => {
  const one = caller();
  expect(await promises.keepPlace(one)).toBe(true);
  expect(placesOf(one.number)).toMatchObject([{ queue: 'dispatcher', waitingSince: one.waitingSince }]);
  expect(await rows(one.callId)).toMatchObject([{ why: 'kept-place', queue: 'dispatcher' }]);
  expect(told(one.callId)).toEqual(['callback-promised']);
});

test('who could not be reached, and asks once more, keeps his place, and is called as if for the first time', async () => {
  const one = caller();
  await promises.keepPlace(one);
  const [{ id }] = (await rows(one.callId)) as [{ id: number }];
  await writeTry(t.db, id, { tries: 1, notBefore: new Date(Date.now() + 1_800_000) });
  await promises.keepPlace({ ...one, callId: caller().callId, waitingSince: new Date() });
  const { waitingSince } = one;
  expect(placesOf(one.number).at(-1)).toMatchObject({ tries: 0, waitingSince, notBefore: waitingSince });
});

test('while the database is away the call back is promised without the place, and not lost', async () => {
  const one = caller();
  await stopDatabase(t.settings);
  expect(await promises.keepPlace(one)).toBe(false);
  await startDatabase(t.settings);
  await expect.poll(() => rows(one.callId), soon).toMatchObject([{ number: one.number, queue: null }]);
  await expect.poll(() => told(one.callId), soon).toEqual(['callback-promised']);
  expect(placesOf(one.number)).toEqual([]);
}, 60_000);

test('what a frozen database had taken is one promise with that of the journal, and he is called at his place', async () => {
  const one = caller();
  const pid = runningPid(serverFiles(t.settings.home));
  if (pid === undefined) throw new Error('no database runs');
  process.kill(pid, 'SIGSTOP');
  const beganAtMs = performance.now();
  expect(await promises.keepPlace(one)).toBe(false);
  // The database is waited for once, and not for the place and then for the promise.
  expect(performance.now() - beganAtMs).toBeLessThan(1.5 * usualLimitMs);
  process.kill(pid, 'SIGCONT');
  await expect.poll(() => placesOf(one.number), soon).toHaveLength(1);
  await expect.poll(() => keeper.waiting, soon).toBe(0);
  expect(await rows(one.callId)).toMatchObject([{ why: 'kept-place', queue: 'dispatcher' }]);
}, 60_000);

test('who is talked to while the database is away leaves the line at once, and the list when it is back, also by the next controller', async () => {
  const one = caller();
  expect(await promises.keepPlace(one)).toBe(true);
  const [{ id = 0 } = {}] = await rows(one.callId);
  const over: number[] = [];
  const stop = bus.on('callback', ({ callbackId, placeIsOver }) => placeIsOver && over.push(callbackId));
  await stopDatabase(t.settings);
  promises.talkedTo(one.number);
  expect(left).toContain(one.number);
  await expect.poll(() => keeper.waiting, soon).toBe(1);
  await keeper.close();
  ({ keeper, promises } = controller());
  await startDatabase(t.settings);
  await keeper.open();
  await expect.poll(() => over, soon).toEqual([id]);
  stop();
  expect(await rows(one.callId)).toMatchObject([{ done_at: expect.any(Date) }]);
}, 60_000);

test('what is promised after the talk stays, whenever that is written', async () => {
  const one = caller();
  const talk = { kind: 'talked-to', one: { number: one.number, at: new Date(Date.now() - 1_000) } };
  await promises.keepPlace(one);
  await keeper.close();
  await writeFile(path.join(t.settings.home, 'promised.journal'), `${JSON.stringify(talk)}\n`);
  ({ keeper, promises } = controller());
  await keeper.open();
  await expect.poll(() => keeper.waiting, soon).toBe(0);
  expect(await rows(one.callId)).toMatchObject([{ done_at: null }]);
});

test('who was reached while the database is away keeps no place when it is back', async () => {
  const one = caller();
  await promises.keepPlace(one);
  const [{ id = 0 } = {}] = await rows(one.callId);
  await stopDatabase(t.settings);
  promises.reached(Number(id));
  await expect.poll(() => keeper.waiting, soon).toBe(1);
  await startDatabase(t.settings);
  await expect.poll(() => rows(one.callId), soon).toMatchObject([{ queue: null, done_at: null }]);
}, 60_000);
