import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../../db/connect.ts';
import { type AttemptRow, attemptsOf, finishAttempt } from '../../../db/queries/attempts.ts';
import { markCallbackDone, promiseCallback } from '../../../db/queries/callbacks.ts';
import { insertCampaign } from '../../../db/queries/campaigns.ts';
import { type TestDatabase, testDatabase } from '../../../db/testing.ts';
import type { StepData } from '../../../events.ts';
import { longestList } from '../../contract/lists.ts';
import type { Operator } from '../../contract/shapes.ts';
import { type Happening, History, happening } from '../fakes/history.ts';
import { keptDesk, liveStage, testWorld } from '../fakes/live-stage.ts';
import { enterPeople, enterResidents } from '../fakes/testing.ts';
import type { World } from './world.ts';

let database: TestDatabase;
let db: Database;
let olha: Operator;
let petro: Operator;
let residents: Awaited<ReturnType<typeof enterResidents>>;
let runs = 0;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
  ({ olha, petro } = await enterPeople(db));
  residents = await enterResidents(db);
}, 60_000);
afterAll(() => database.close());

/** Answers after a while of its own, before or after it has looked: so that look-ups overtake each other. */
function unsteady(world: World, seed: number): World {
  let n = seed;
  const some = () => {
    n = (n * 7919 + 13) % 104_729;
    return pause(n % 8);
  };
  return new Proxy(world, {
    get: (target, name: keyof World) =>
      name === 'whole'
        ? target.whole
        : async (...words: never[]) => {
            await some();
            const found = await (target[name] as (...words: never[]) => Promise<unknown>)(...words);
            await some();
            return found;
          },
  });
}

test('a snapshot plus its events is what a desk opened afresh would show, whatever happens', async () => {
  const property = fc.asyncProperty(
    fc.array(happening, { minLength: 20, maxLength: 80 }),
    fc.nat(1000),
    async (happenings: Happening[], seed) => {
      const on = await liveStage(db, unsteady(testWorld(db), seed));
      const operatorIds = [olha.id, petro.id];
      const history = new History({ ...on, ...residents, db, operatorIds, name: `n1-${++runs}` });
      const early = keptDesk(on.live, olha);
      let late = early;
      for (const [i, one] of happenings.entries()) {
        await history.play(one);
        if (one.pauseMs > 4) await pause(one.pauseMs);
        if (i === seed % happenings.length) late = keptDesk(on.live, petro);
      }
      await on.live.settled();
      expect(early()).toEqual(await on.fresh(olha));
      if (late !== early) expect(late()).toEqual(await on.fresh(petro));
      await on.close();
    },
  );
  await fc.assert(property, { numRuns: 25, interruptAfterTimeLimit: 40_000, endOnFailure: true });
}, 60_000);

test('of more call backs than a desk keeps those stand there who have waited longest, with how many there are in all', async () => {
  await db('callbacks').delete();
  const promise = (n: number, why = 'closed', minute = n) =>
    promiseCallback(db, {
      ...{ callId: `n1-many-${n}-${minute}`, number: `+38050${2_000_000 + n}`, hotline: '750-600', why },
      promisedAt: new Date(Date.UTC(2026, 10, 29, 0, minute)),
    });
  const gaveUp = [await promise(900, 'abandoned'), await promise(901, 'abandoned')];
  const all = [...gaveUp];
  for (let n = 0; n <= longestList; n++) all.push(await promise(n));
  const on = await liveStage(db, testWorld(db));
  const desk = keptDesk(on.live, olha);
  const shows = async (promised: number) => {
    await on.live.settled();
    // Whoever comes in the stead of others is looked up after them.
    await on.live.settled();
    expect(desk()).toEqual(await on.fresh(olha));
    expect(desk().callbacks).toHaveLength(longestList + 2);
    expect(desk().callbacksOpen).toEqual({ promised, abandoned: 2 });
    return desk().callbacks.map(({ number }) => Number(number.slice(-3)));
  };
  expect(await shows(longestList + 1)).toEqual([...Array(longestList).keys(), 900, 901]);
  const { id: newest } = await promise(longestList + 1);
  on.bus.emit('step', { kind: 'callback-promised', callbackId: newest, callId: 'n1-many', at: new Date() });
  expect((await shows(longestList + 2)).slice(0, 2)).toEqual([0, 1]);
  const [oldest] = all.slice(gaveUp.length);
  await markCallbackDone(db, oldest?.id ?? 0, new Date());
  on.bus.emit('callback', { callbackId: oldest?.id ?? 0 });
  expect((await shows(longestList + 1)).slice(-3)).toEqual([longestList, 900, 901]);
  // He has waited in vain once more.
  on.bus.emit('callback', { callbackId: (await promise(900, 'abandoned', 1_000)).id });
  expect((await shows(longestList + 1)).slice(-2)).toEqual([901, 900]);
  await on.close();
  await db('callbacks').delete();
});

test('an attempt that goes on stands on the desks, however many others are newer', async () => {
  const campaign = async (numbers: string[]) => {
    const about = { name: 'Дахи', question: 'survey.question', numbers, createdBy: olha.id };
    const id = await insertCampaign(db, about);
    return attemptsOf(db, id);
  };
  const older = await campaign(['+380503000000']);
  const newer = await campaign(Array.from({ length: longestList + 1 }, (_, n) => `+38050${3_000_001 + n}`));
  await db('attempts')
    .whereIn(
      'id',
      newer.map(({ id }) => id),
    )
    .update({ state: 'done' });
  const on = await liveStage(db, testWorld(db));
  const desk = keptDesk(on.live, olha);
  const [{ id: attemptId, ...attempt }] = older as [AttemptRow];
  await db('attempts').where({ id: attemptId }).update({ state: 'dialling' });
  on.bus.emit('attempt', { attemptId, ...attempt, state: 'dialling' });
  await on.live.settled();
  expect(desk().attempts).toMatchObject([{ id: attemptId, state: 'dialling' }]);
  expect(desk()).toEqual(await on.fresh(olha));
  await finishAttempt(db, attemptId, 'busy', null);
  on.bus.emit('attempt', { attemptId, ...attempt, state: 'done', outcome: 'busy' });
  await on.live.settled();
  expect(desk().attempts).toEqual([]);
  expect(desk()).toEqual(await on.fresh(olha));
  await on.close();
});

test('a call that goes on stands on the desks, however many have come since; so it does when it has ended', async () => {
  const on = await liveStage(db, testWorld(db));
  const desk = keptDesk(on.live, olha);
  const step = (callId: string, data: StepData) => on.bus.emit('step', { ...data, callId, at: new Date() });
  const arrives = (callId: string) =>
    step(callId, { kind: 'arrived', hotline: '750-600', number: '+380501110001', direction: 'in' });
  const ends = (callId: string) =>
    step(callId, { kind: 'ended', result: 'served', reason: 'caller-hung-up' });
  const long = () => desk().calls.find(({ id }) => id === 'n1-long');
  const ended = () => desk().calls.filter(({ endedAt }) => endedAt !== null);
  arrives('n1-long');
  for (let n = 0; n <= longestList; n++) {
    arrives(`n1-storm-${n}`);
    ends(`n1-storm-${n}`);
  }
  await on.live.settled();
  expect(long()).toMatchObject({ endedAt: null });
  expect(ended()).toHaveLength(longestList);
  await on.calls.written();
  expect((await on.fresh(olha)).calls).toContainEqual(long());
  await pause(2);
  ends('n1-long');
  await on.live.settled();
  expect(long()).toMatchObject({ result: 'served' });
  expect(ended()).toHaveLength(longestList);
  expect((await on.fresh(olha)).calls).toContainEqual(long());
  await on.close();
});
