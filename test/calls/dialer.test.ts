import { afterAll, beforeAll, expect, test } from 'vitest';
import { attemptsOf } from '../../db/queries/attempts.ts';
import { findOperatorByLogin } from '../../db/queries/operators.ts';
import type { HolosEvents } from '../../events.ts';
import { companyCalling } from '../town/calling-company.ts';
import type { Behaviour } from '../town/resident.ts';
import { startWorld, type World } from '../town/world.ts';
import { stepsToTheEnd } from './goes-to.ts';
import { heardIn, promptIn } from './heard-in.ts';
import { finishedRecordingOf, openRecording, sidesOf } from './recorded.ts';

/** Automatic calls, really dialled and really answered. */
let world: World;
let createdBy: number;
beforeAll(async () => {
  world = await startWorld({ company: await companyCalling(alwaysOpen), seed: 'none' });
  createdBy = (await findOperatorByLogin(world.db, 'supervisor'))?.id ?? 0;
});
afterAll(() => world.stop());

/** The usual company, but it may call at any hour, and tries again at once: the hours have a test of their own. */
const alwaysOpen = {
  from: '"00:00"',
  to: '"23:59"',
  days: '[1, 2, 3, 4, 5, 6, 7]',
  holidays: 'false',
  retryMinutes: '0',
  ringSeconds: '10',
};

const question = 'survey.question';
/** A new campaign of the supervisor's. */
const create = (name: string, list: string[]) =>
  world.holos.dialer.create({ name, question, numbers: list, createdBy, role: 'supervisor' });
let next = 0;
const numbers = (count: number) => Array.from({ length: count }, () => `+38067100${String(1000 + next++)}`);

async function run(list: string[]) {
  const { id } = await create('Roofs', list);
  const finished = new Promise<void>((resolve) => {
    const stop = world.holos.bus.on('campaign', (event) => {
      if (event.campaignId !== id || event.state !== 'finished') return;
      stop();
      resolve();
    });
  });
  await world.holos.dialer.start(id);
  return { id, finished };
}

test('who is called hears who calls and why, answers with a key, which is there at once, and is thanked; both sides are recorded, from the answer to the end', async () => {
  const [number = ''] = numbers(1);
  const hello = await world.town.sentence('hello', 'uk');
  world.town.resident(number).behaves(async (call) => {
    await call.rings();
    await call.answers();
    await call.says(hello);
    await call.hears('survey.greeting', { company: 'міська житлова служба' });
    await call.heardWhole(question);
    await call.presses('4');
    await call.heardWhole('survey.thanks');
    await call.ended();
  });
  const answered = new Promise<HolosEvents['attempt']>((resolve) => {
    const stop = world.holos.bus.on('attempt', (event) => {
      if (event.number !== number || event.answer === null) return;
      stop();
      resolve(event);
    });
  });
  const { id, finished } = await run([number]);
  expect(await answered).toMatchObject({ answer: 4, state: 'talking' });
  expect((await attemptsOf(world.db, id))[0]).toMatchObject({ answer: 4 });
  await finished;
  expect(world.town.takeFaults()).toEqual([]);
  const attempts = await attemptsOf(world.db, id);
  expect(attempts).toMatchObject([{ number, try: 1, state: 'done', outcome: 'answered', answer: 4 }]);
  const callId = attempts[0]?.callId ?? '';
  const recording = await finishedRecordingOf(world, callId);
  const [resident, heard] = await sidesOf(await openRecording(world, recording.id));
  // Packets that come late are late in the recording, too: what is not in it is not alike at all.
  expect(await heardIn(resident, hello)).toBeGreaterThan(0.5);
  for (const prompt of [question, 'survey.thanks'])
    expect(await promptIn(heard, world.town.repertoire, prompt), prompt).toBeGreaterThan(0.65);
  const steps = await stepsToTheEnd(world, callId);
  const atMs = (kind: string) => steps.find((step) => step.kind === kind)?.at.getTime() ?? 0;
  expect(Math.abs(recording.durationMs - (atMs('ended') - atMs('answered')))).toBeLessThan(500);
}, 90_000);

test('busy and no answer are tried once more; who refuses with 9 is never called again; a wrong number is let be', async () => {
  const [busy = '', silent = '', refuses = '', nobody = ''] = numbers(4);
  world.town.resident(busy).isBusy();
  world.town.resident(silent).doesNotAnswer();
  world.town.resident(nobody).hasNoTelephone();
  world.town.resident(refuses).behaves(async (call) => {
    await call.answers();
    await call.hears(question);
    await call.presses('9');
    await call.hears('survey.refused');
    await call.ended();
  });
  const { id, finished } = await run([busy, silent, refuses, nobody]);
  await finished;
  const attempts = await attemptsOf(world.db, id);
  const outcomes = (number: string) =>
    attempts.filter((one) => one.number === number).map((one) => one.outcome);
  expect(outcomes(busy)).toEqual(['busy', 'busy']);
  expect(outcomes(silent)).toEqual(['no-answer', 'no-answer']);
  expect(outcomes(refuses)).toEqual(['refused-for-good']);
  expect(outcomes(nobody)).toEqual(['no-such-number']);
  const again = create('Again', [refuses]);
  await expect(again).rejects.toMatchObject({ code: 'campaign.nobody' });
}, 120_000);

test('never more than two at a time, and everyone is called exactly once', async () => {
  const list = numbers(5);
  let atOnce = 0;
  let most = 0;
  const called: string[] = [];
  for (const number of list) {
    world.town.resident(number).behaves(async (call) => {
      called.push(number);
      most = Math.max(most, ++atOnce);
      await call.answers();
      await call.hears('survey.greeting', { company: 'міська житлова служба' });
      await call.hangsUp();
      atOnce--;
    });
  }
  const { id, finished } = await run(list);
  await finished;
  expect(called.sort()).toEqual([...list].sort());
  expect(most).toBe(2);
  expect((await attemptsOf(world.db, id)).map((one) => one.outcome)).toEqual(list.map(() => 'hung-up'));
}, 90_000);

/** One number is called, and answers as it is told; resolves when the attempt is done. */
async function surveyed(number: string, behaviour: Behaviour) {
  const resident = world.town.resident(number);
  resident.behaves(behaviour);
  const { id } = await create('One', [number]);
  await world.holos.dialer.start(id);
  const attempt = async () => (await attemptsOf(world.db, id)).at(-1);
  await expect.poll(async () => (await attempt())?.state, { timeout: 60_000, interval: 200 }).toBe('done');
  expect(world.town.takeFaults()).toEqual([]);
  return { calls: resident.received.length, attempts: await attemptsOf(world.db, id) };
}

test('the next controller takes up a resident in the middle of the question, at once', async () => {
  const [number = ''] = numbers(1);
  let restartMs = Number.POSITIVE_INFINITY;
  const { calls, attempts } = await surveyed(number, async (call) => {
    await call.answers();
    await call.hears(question);
    const began = performance.now();
    await world.restart();
    restartMs = performance.now() - began;
    await call.hears('survey.greeting', { company: 'міська житлова служба' });
    await call.hears(question);
    await call.presses('5');
    await call.hears('survey.thanks');
    await call.ended();
  });
  expect(calls).toBe(1);
  expect(attempts).toMatchObject([{ number, try: 1, state: 'done', outcome: 'answered', answer: 5 }]);
  // A controller that waited for the end of the talk would hear the silence out first.
  expect(restartMs).toBeLessThan(10_000);
}, 90_000);

test('who answers while the database takes nothing hears the question, and is not called again', async () => {
  const [number = ''] = numbers(1);
  const { calls, attempts } = await surveyed(number, async (call) => {
    await call.rings();
    await world.db.raw('RENAME TABLE attempts TO attempts_away');
    await call.answers();
    await call.hears('survey.greeting', { company: 'міська житлова служба' });
    await call.hears(question).finally(() => world.db.raw('RENAME TABLE attempts_away TO attempts'));
    await call.presses('3');
    await call.hears('survey.thanks');
    await call.ended();
  });
  expect(calls).toBe(1);
  expect(attempts).toMatchObject([{ number, try: 1, state: 'done', outcome: 'answered', answer: 3 }]);
}, 90_000);

test('who presses a key while that cannot be written is asked pardon and let go, and it is not lost', async () => {
  const [number = ''] = numbers(1);
  const away = ['attempts', 'refusals'].map((table) => [table, `${table}_away`] as const);
  const rename = (pairs: (readonly [string, string])[]) =>
    world.db.raw(`RENAME TABLE ${pairs.map(([from, to]) => `${from} TO ${to}`).join(', ')}`);
  const { calls, attempts } = await surveyed(number, async (call) => {
    await call.rings();
    await call.answers();
    await call.hears(question);
    await rename(away);
    await call.presses('3');
    await call.hears('survey.goodbye').finally(() => rename(away.map(([table, other]) => [other, table])));
    await call.ended();
  });
  expect(calls).toBe(1);
  expect(attempts).toMatchObject([{ number, try: 1, state: 'done', outcome: 'answered', answer: 3 }]);
  expect(await world.db('refusals').where({ number })).toHaveLength(0);
}, 90_000);

test('a list says which of its numbers cannot be called, and why', async () => {
  const [good = ''] = numbers(1);
  const list = [good, good.replace('+38', '8 '), 'rubbish', '84951234567', '+48221234567', '0900312345'];
  const { refused } = await create('List', list);
  expect(refused).toEqual([
    { number: list[1], why: 'twice' },
    { number: 'rubbish', why: 'not-a-number' },
    { number: '84951234567', why: 'not-a-number' },
    { number: '+48221234567', why: 'foreign' },
    { number: '0900312345', why: 'premium' },
  ]);
});
