import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { recordingsRoot } from '../../recordings/folder.ts';
import type { TownCall } from '../town/call.ts';
import { rate, readWav } from '../town/sound/wav.ts';
import { startWorld, type World } from '../town/world.ts';
import { AfterHours, hearsHours } from './after-hours.ts';
import { companyWithHours } from './company-with-hours.ts';
import { hangUpEverywhere } from './hang-ups.ts';
import { saidIn } from './heard-in.ts';
import type { KeypadCallers } from './keypad-callers.ts';

/** What is spoken outside the hours for those who will be there again, by real calls. */
let world: World;
let at: AfterHours;

beforeAll(async () => {
  world = await startWorld({ company: await companyWithHours() });
  at = new AfterHours(world);
});
afterAll(() => world.stop());

describe.concurrent('a message', () => {
  const speaks = async (call: TownCall, sentence = 'leak') =>
    call.says(await world.town.sentence(sentence, 'uk'));

  test('is kept with the call back: of two calls of one number at once both are, each with its own sound', async () => {
    const number = await at.stranger();
    const sentences = ['leak', 'lift'];
    const leaves = async (sentence: string) => {
      const call = await at.wantsAPerson(number);
      await call.presses('3');
      await call.heardWhole('closed.message.how');
      await speaks(call, sentence);
      // Pressed twice, as many do.
      await call.presses('##');
      await call.heardWhole('closed.message.kept');
      await call.heardWhole('goodbye');
    };
    await Promise.all(sentences.map(leaves));
    const made = await at.promised(number);
    expect(made).toMatchObject([{ why: 'message' }, { why: 'message' }]);
    const sounds = await Promise.all(
      made.map(async ({ messageFile, messageMs }) => {
        const sound = await readWav(path.join(recordingsRoot(world.settings), `${messageFile}.wav`));
        expect(messageMs).toBeGreaterThan(1_000);
        expect(Math.abs(sound.length / (rate / 1000) - (messageMs ?? 0))).toBeLessThan(500);
        return sound;
      }),
    );
    const where = sentences.map(async (name) => saidIn(sounds, await world.town.sentence(name, 'uk')));
    expect((await Promise.all(where)).sort()).toEqual([[0], [1]]);
  });

  test('is kept when the caller presses 0 in the middle of it, and beside it a second one, in which he hangs up', async () => {
    const number = await at.stranger();
    const call = await at.wantsAPerson(number);
    const speaksAfterThree = async () => {
      await call.presses('3');
      await call.heardWhole('closed.message.how');
      await speaks(call);
    };
    await speaksAfterThree();
    await call.presses('0');
    await hearsHours(call);
    await speaksAfterThree();
    await call.hangsUp();
    await vi.waitFor(
      async () => expect(await at.promised(number)).toMatchObject([{ why: 'message' }, { why: 'message' }]),
      10_000,
    );
    const made = await at.promised(number);
    expect(new Set(made.map(({ messageFile }) => messageFile)).size).toBe(2);
    for (const { messageMs } of made) expect(messageMs).toBeGreaterThan(1_000);
  });

  test('silence is none: asked once more in other words, then nothing is kept', async () => {
    const number = await at.stranger();
    const call = await at.wantsAPerson(number);
    await call.presses('3');
    await call.heardWhole('closed.message.how');
    await call.presses('#');
    await call.heardWhole('closed.message.nothing', {}, { limitMs: 20_000 });
    await call.presses('#');
    await call.hears('closed.call-again', {}, { limitMs: 20_000 });
    expect(await at.promised(number)).toEqual([]);
  });

  test('a hang-up at every step leaves what was spoken', async () => {
    const way = {
      flows: ['closedMessage'],
      caller: () => at.stranger(),
      async calls(from: string, keypads: KeypadCallers) {
        const call = await keypads.calls(from);
        await call.presses('0');
        // What is pressed before that is no answer to it.
        await call.until('closed.hours');
        await call.presses('3');
        return call;
      },
      answers: [['closed', '#']] as const,
    };
    await hangUpEverywhere(world, way, async ({ number, moment, hasHeard }) => {
      const kept = hasHeard('said closed.message.kept') ? [{ why: 'message' }] : [];
      expect(await at.promised(number), moment).toMatchObject(kept);
    });
  });
});
