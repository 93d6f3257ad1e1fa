import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TownCall } from '../town/call.ts';
import { startWorld, type World } from '../town/world.ts';
import { eventually, goesTo, promptsIn, stepsOfLast } from './goes-to.ts';
import { Moments } from './moments.ts';

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

/** What somebody unknown answers on the straight way, by the question's name. */
const answers: Record<string, string> = {
  'request.what': '1',
  'request.which': '3',
  'request.where': '3',
  'request.review': '1',
};

/** Goes the straight way through a request, to its end or to one moment of it, after which nothing is answered any more. */
async function goesThrough(call: TownCall, moments: Moments, last?: string): Promise<void> {
  for await (const { kind, name } of moments.questions()) {
    if (last !== undefined && moments.names.includes(last)) return;
    if (kind === 'voice') {
      await call.says(await world.town.sentence('leak', 'uk'));
      await call.presses('#');
      continue;
    }
    const keys = answers[name];
    if (keys === undefined) throw new Error(`nobody knows what to answer to ${name}`);
    await call.presses(keys);
  }
}

async function goesAllTheWay(from: string): Promise<string[]> {
  const moments = new Moments(world, from, 'leaveRequest');
  try {
    const call = await goesTo(world, from, '1');
    await goesThrough(call, moments);
    await call.hangsUp();
    return moments.names;
  } finally {
    moments.close();
  }
}

/** The telephone is put down the moment something is asked or said for the first time. */
async function hangsUpAt(moment: string): Promise<string> {
  const from = stranger();
  const moments = new Moments(world, from, 'leaveRequest');
  try {
    const call = await goesTo(world, from, '1');
    const going = goesThrough(call, moments, moment);
    await moments.until(moment);
    await call.hangsUp();
    await going;
    return from;
  } finally {
    moments.close();
  }
}

test('a hang-up at every step: what was spoken is in the register, once; before that nothing is; and nothing is left behind', async () => {
  const all = await goesAllTheWay(stranger());
  expect(all).toEqual(
    expect.arrayContaining(['asked request', 'said request.review', 'said request.number.again']),
  );
  const spoken = all.indexOf('asked request');
  const rest = [...all.entries()];
  const work = async () => {
    for (let next = rest.shift(); next; next = rest.shift()) {
      const [at, moment] = next;
      const from = await hangsUpAt(moment);
      const end = (await stepsOfLast(world, from)).at(-1);
      expect(end, moment).toMatchObject({ kind: 'ended', reason: 'caller-hung-up' });
      await eventually(async () => expect(await requestsOf(from), moment).toHaveLength(at > spoken ? 1 : 0));
    }
  };
  await Promise.all([work(), work(), work()]);
  await eventually(async () => expect(world.holos.live.size).toBe(0));
  expect(await world.holos.node.ari('bridges', 'list')).toEqual([]);
  expect(await world.holos.node.ari('channels', 'list')).toEqual([]);
}, 400_000);

describe('two calls of one number at once', () => {
  test('are two requests, and each hears its own number', async () => {
    const from = stranger();
    const sends = async () => {
      const call = await goesTo(world, from, '1');
      for (const [prompt, key] of [
        ['request.what', '1'],
        ['request.which', '3'],
        ['request.where.account', '3'],
      ] as const) {
        await call.hears(prompt);
        await call.presses(key);
      }
      await call.heardWhole('request.record.address');
      await call.says(await world.town.sentence('leak', 'uk'));
      await call.presses('#');
      await call.hears('request.review');
      await call.presses('1');
      return call;
    };
    const calls = await Promise.all([sends(), sends()]);
    await eventually(async () => expect(await requestsOf(from)).toHaveLength(2));
    const requests = await requestsOf(from);
    const wanted = requests.map(({ number }) => ({ prompt: 'request.number', parameters: { number } }));
    const heard = await Promise.all(calls.map((call) => call.hearsAny(wanted)));
    expect(new Set(heard.map(({ parameters }) => parameters.number)).size).toBe(2);
    expect(new Set(requests.map((one) => one.message_file)).size).toBe(2);
    await Promise.all(calls.map((call) => call.hangsUp()));
  });
});

test('the controller is started anew after the message: it is not asked for again, and sent once', async () => {
  const from = stranger();
  const call = await goesTo(world, from, '1');
  await call.hears('request.what');
  await call.presses('1');
  await call.hears('request.which');
  await call.presses('3');
  await call.hears('request.where.account');
  await call.presses('3');
  await call.heardWhole('request.record.address');
  await call.says(await world.town.sentence('leak', 'uk'));
  await call.presses('#');
  await call.heardWhole('request.review');
  await world.restart();
  await call.hears('interrupted', {}, { limitMs: 30_000 });
  await call.hears('request.review', {}, { limitMs: 20_000 });
  await call.presses('1');
  await eventually(async () => expect(await requestsOf(from)).toHaveLength(1));
  await call.hears('request.number', { number: (await requestsOf(from))[0]?.number ?? '' });
  await call.hangsUp();
  const prompts = promptsIn(await stepsOfLast(world, from));
  for (const once of ['request.what', 'request.which', 'request.record.address'])
    expect(prompts.filter((prompt) => prompt === once)).toHaveLength(1);
}, 120_000);
