import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCallbacks } from '../../db/queries/callbacks.ts';
import { feedbackOfCall } from '../../db/queries/feedback.ts';
import { changeRequestStatus, createRequest } from '../../db/queries/requests.ts';
import { recordingsRoot } from '../../recordings/folder.ts';
import type { TownCall } from '../town/call.ts';
import { readWav } from '../town/sound/wav.ts';
import { startWorld, type World } from '../town/world.ts';
import { eventually, goesTo, promptsIn, spokenIn, stepsOfLast } from './goes-to.ts';
import { hangUpEverywhere } from './hang-ups.ts';
import { heardIn } from './heard-in.ts';

/** A score and a comment, by real calls. */
let world: World;
const feedbackKey = '5';
let numbers = 100;
const stranger = () => `+3805033${String(numbers++).padStart(5, '0')}`;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** What the latest call of this number came to, when it has ended. */
async function given(from: string) {
  const steps = await stepsOfLast(world, from);
  const [first] = steps;
  const rows = await feedbackOfCall(world.db, first?.callId ?? '');
  return { steps, rows, row: rows.at(-1) ?? null };
}

const gives = (from: string) => goesTo(world, from, feedbackKey);

async function speaks(call: TownCall): Promise<void> {
  await call.says(await world.town.sentence('leak', 'uk'));
}

async function finishedRequest(phone: string): Promise<number> {
  const row = { callId: null, residentId: 1, buildingId: 1, category: 'light', executor: 'electricity' };
  const at = new Date();
  const words = { text: 'Не світить лампа', place: 'Галицька, 1' };
  const { id } = await createRequest(
    world.db,
    { ...row, ...words, phone, createdAt: at, dueAt: at, createdBy: null },
    2026,
  );
  await changeRequestStatus(world.db, { id, status: 'done', operatorId: null, comment: '', at });
  return id;
}

test.concurrent('a hang-up at every step loses nothing that was given', async () => {
  await hangUpEverywhere(
    world,
    {
      flows: ['feedback'],
      caller: stranger,
      calls: feedbackKey,
      answers: [
        ['feedback', '1'],
        ['feedback', '#'],
        ['feedback.callback', '1'],
      ],
    },
    async ({ number, moment, hasHeard }) => {
      const { row } = await given(number);
      expect(row?.score ?? null, moment).toBe(hasHeard('said feedback.comment') ? 1 : null);
      expect(row?.commentFile != null, moment).toBe(hasHeard('said feedback.callback'));
      const promised = (await openCallbacks(world.db)).some((one) => one.number === number);
      expect(promised, moment).toBe(hasHeard('said feedback.callback.promised'));
    },
  );
});

describe.concurrent('a score', () => {
  test('of the last finished request: nothing of it is spoken, for the number is no proof', async () => {
    const from = stranger();
    const requestId = await finishedRequest(from);
    const call = await gives(from);
    await call.hears('feedback.request', {}, { limitMs: 40_000 });
    await call.presses('4');
    await call.heardWhole('feedback.comment');
    await call.presses('#');
    await call.hears('feedback.thanks');
    await call.hangsUp();
    const { row, steps } = await given(from);
    expect(row).toMatchObject({ score: 4, requestId, commentFile: null });
    expect(spokenIn(steps)).not.toMatch(/ламп|Галицьк|світл/i);
  });
});

describe.concurrent('more than one', () => {
  async function comments(call: TownCall, score: string, sentence: string): Promise<void> {
    await call.hears('feedback.company', {}, { limitMs: 40_000 });
    await call.presses(score);
    await call.heardWhole('feedback.comment');
    await call.says(await world.town.sentence(sentence, 'uk'));
  }
  async function isThanked(call: TownCall): Promise<void> {
    await call.presses('#');
    await call.hears('feedback.thanks');
  }
  const hasSaid = async (file: string | null | undefined, sentence: string) =>
    heardIn(
      await readWav(path.join(recordingsRoot(world.settings), `${file}.wav`)),
      await world.town.sentence(sentence, 'uk'),
      // By then the recording has surely begun.
      { fromMs: 1_500 },
    );

  test('in one call: each with its own score and its own comment', async () => {
    const from = stranger();
    const call = await gives(from);
    await comments(call, '5', 'leak');
    await isThanked(call);
    await call.hears('menu.operator', { key: '0' });
    await call.presses(feedbackKey);
    await comments(call, '3', 'lift');
    await isThanked(call);
    await call.hangsUp();
    const { rows } = await given(from);
    const facts = { requestId: null, number: from, hotline: '750-600' };
    expect(rows).toMatchObject([
      { score: 5, ...facts },
      { score: 3, ...facts },
    ]);
    for (const { commentMs } of rows) expect(commentMs).toBeGreaterThan(1_000);
    expect(await hasSaid(rows[0]?.commentFile, 'leak')).toBeGreaterThan(0.8);
    expect(await hasSaid(rows[1]?.commentFile, 'lift')).toBeGreaterThan(0.8);
  });

  test('in two calls of one number at once, of which one ends with a hang-up in the middle of the comment', async () => {
    const from = stranger();
    await Promise.all(
      (['4', '3'] as const).map(async (score) => {
        const call = await gives(from);
        await comments(call, score, 'leak');
        if (score === '4') await isThanked(call);
        await call.hangsUp();
      }),
    );
    const given = () => world.db('feedback').where({ number: from }).orderBy('score');
    await eventually(async () => {
      const rows = await given();
      expect(rows).toMatchObject([{ score: 3 }, { score: 4 }]);
      for (const row of rows) expect(row.comment_ms).toBeGreaterThan(1_000);
    });
    const rows = await given();
    expect(new Set(rows.map((row) => row.call_id)).size).toBe(2);
    for (const row of rows) expect(await hasSaid(row.comment_file, 'leak')).toBeGreaterThan(0.8);
  });

  test('six is none: the scale in other words; 0 in the middle of a comment leads to a person, and what was said is kept', async () => {
    const from = stranger();
    const call = await gives(from);
    await call.hears('feedback.company', {}, { limitMs: 40_000 });
    await call.presses('6');
    await call.hears('feedback.scale.again', {}, { limitMs: 20_000 });
    await call.presses('4');
    await call.heardWhole('feedback.comment');
    await speaks(call);
    await call.presses('0');
    await call.hears('queue.none', {}, { limitMs: 20_000 });
    await call.hangsUp();
    const { rows } = await given(from);
    expect(rows).toMatchObject([{ score: 4 }]);
    expect(rows[0]?.commentMs).toBeGreaterThan(1_000);
  });
});

test('the controller is started anew in the middle: the score stands, and is not asked for again', async () => {
  const from = stranger();
  const call = await gives(from);
  await call.hears('feedback.company', {}, { limitMs: 40_000 });
  await call.presses('3');
  await call.hears('feedback.comment');
  await world.restart();
  await call.hears('interrupted', {}, { limitMs: 30_000 });
  await call.heardWhole('feedback.comment', {}, { limitMs: 20_000 });
  await call.presses('#');
  await call.hears('feedback.thanks');
  await call.hangsUp();
  const { row, steps } = await given(from);
  expect(row).toMatchObject({ score: 3 });
  expect(promptsIn(steps).filter((prompt) => prompt === 'feedback.company')).toHaveLength(1);
}, 120_000);
