import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordingsRoot } from '../../recordings/folder.ts';
import type { TownCall } from '../town/call.ts';
import { readWav } from '../town/sound/wav.ts';
import { startWorld, type World } from '../town/world.ts';
import { eventually, goesTo, promptsIn, stepsOfLast } from './goes-to.ts';
import { hangUpEverywhere } from './hang-ups.ts';
import { saidIn } from './heard-in.ts';
import { tellsOfLeak } from './tells-of-leak.ts';

/** A request by voice that is broken off: at every step of it, by a restart, and by another call of the same number. */
let world: World;
let numbers = 100;
const stranger = () => `+3805078${String(numbers++).padStart(5, '0')}`;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

interface Row {
  number: string;
  message_file: string;
}
const requestsOf = (phone: string): Promise<Row[]> => world.db('requests').where({ phone });

test('a hang-up at every step: what was spoken is in the register, once; before that nothing is; and nothing is left behind', async () => {
  const moments = await hangUpEverywhere(
    world,
    {
      flows: ['leaveRequest'],
      caller: stranger,
      calls: '1',
      answers: [
        ['request.what', '1'],
        ['request.which', '2'],
        ['request.where', '3'],
        ['request', '#'],
        ['request.review', '1'],
      ],
    },
    async ({ number, moment, hasHeard }) => {
      const spoken = hasHeard('said request.review') ? 1 : 0;
      await eventually(async () => expect(await requestsOf(number), moment).toHaveLength(spoken));
    },
  );
  expect(moments).toEqual(expect.arrayContaining(['records request', 'said request.number.again']));
}, 400_000);

test('two calls of one number at once, and the controller is started anew after the messages: neither is asked for again, each hears its own number, and each has its own sound', async () => {
  const from = stranger();
  const sentences = ['leak', 'lift'];
  const tells = async (sentence: string) => {
    const call = await goesTo(world, from, '1');
    await tellsOfLeak(world, call, sentence);
    await call.presses('#');
    await call.heardWhole('request.review');
    return call;
  };
  const calls = await Promise.all(sentences.map(tells));
  await world.restart();
  const sends = async (call: TownCall) => {
    await call.hears('interrupted', {}, { limitMs: 30_000 });
    await call.hears('request.review', {}, { limitMs: 20_000 });
    await call.presses('1');
  };
  await Promise.all(calls.map(sends));
  await eventually(async () => expect(await requestsOf(from)).toHaveLength(2));
  const requests = await requestsOf(from);
  const wanted = requests.map(({ number }) => ({ prompt: 'request.number', parameters: { number } }));
  const heard = await Promise.all(calls.map((call) => call.hearsAny(wanted)));
  expect(new Set(heard.map(({ parameters }) => parameters.number)).size).toBe(2);
  const sounds = await Promise.all(
    heard.map(async ({ parameters }) => {
      const own = requests.find(({ number }) => number === parameters.number);
      return readWav(path.join(recordingsRoot(world.settings), `${own?.message_file}.wav`));
    }),
  );
  const where = sentences.map(async (name) => saidIn(sounds, await world.town.sentence(name, 'uk')));
  expect(await Promise.all(where)).toEqual([[0], [1]]);
  await Promise.all(calls.map((call) => call.hangsUp()));
  const prompts = promptsIn(await stepsOfLast(world, from));
  for (const once of ['request.what', 'request.which', 'request.record.address'])
    expect(prompts.filter((prompt) => prompt === once)).toHaveLength(1);
}, 120_000);
