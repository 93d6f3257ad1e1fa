import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { stepsOf } from '../../db/queries/call-events.ts';
import { openCallbacks } from '../../db/queries/callbacks.ts';
import { listCalls } from '../../db/queries/calls.ts';
import { startWorld, type World } from '../town/world.ts';
import { promptsIn, stepsOfLast } from './goes-to.ts';
import { hangUpEverywhere } from './hang-ups.ts';
import type { KeypadCallers } from './keypad-callers.ts';
import { lineTone } from './line-tone.ts';

/** The first conversation, by real calls: what is heard is recognised by its sound. */
let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
// A test that failed in the middle of a call must not fail the next one, too; of those that go on at once, none ends another's.
beforeEach(async ({ task }) => {
  if (!task.concurrent) await Promise.all(world.town.calls.map((call) => call.hangsUp()));
});

const menu = { key: '0' };
let numbers = 100;
const unknown = () => `+3805099${String(numbers++).padStart(5, '0')}`;
/** Somebody whom nobody knows and who has never called. */
const stranger = () => world.town.resident(unknown());

async function latestCall(number: string) {
  const { items } = await listCalls(world.db, { number }, { limit: 1 });
  return items[0];
}

/** The end of a call is written just after it was heard. */
async function endOf(number: string) {
  await vi.waitUntil(async () => (await latestCall(number))?.endedAt, { timeout: 8_000 });
  return latestCall(number);
}

async function nothingIsLeft() {
  await vi.waitUntil(() => world.holos.live.size === 0, { timeout: 8_000 });
  const rooms = await world.holos.node.ari<unknown[]>('bridges', 'list');
  expect(rooms).toEqual([]);
}

describe('the way in', () => {
  test('greeting, notice, language, menu, the emergency number twice, a wrong key, nobody there, a call back', async () => {
    const resident = stranger();
    const call = await resident.calls('750600');
    await call.heardWhole('greeting.750-600');
    await call.heardWhole('notice.recorded');
    await call.hears('language.choose', { key: 1 });
    await call.presses('1');
    await call.hears('menu.operator', menu);
    await call.presses('7');
    await call.heardWhole('emergency.number', { number: '1580' });
    await call.heardWhole('emergency.number.again', { number: '1580' });
    await call.hears('menu.operator', menu);
    await call.presses('8');
    await call.hears('key.wrong');
    await call.presses('0');
    await call.hears('queue.none');
    await call.presses('1');
    await call.hears('callback.promised');
    expect(await call.ended()).toMatchObject({ by: 'holos' });
    const ended = await endOf(resident.number ?? '');
    expect(ended).toMatchObject({ result: 'served', reason: 'flow-ended', language: 'uk' });
    expect((await openCallbacks(world.db)).map((one) => one.number)).toContain(resident.number);
    await nothingIsLeft();
  });

  test('the language is asked once and remembered for the number', async () => {
    const resident = stranger();
    const first = await resident.calls('750600');
    await first.hears('language.choose', { key: 1 });
    await first.presses('3');
    await first.hears('menu.operator', menu, { language: 'en' });
    await first.hangsUp();
    await endOf(resident.number ?? '');

    const second = await resident.calls('8800', { language: 'en' });
    await second.hears('greeting.8800');
    await second.hears('menu.request', { key: '1' });
    await second.hangsUp();
  });

  test('one who withholds the number is served, asked for the language, and offered no call back', async () => {
    const call = await world.town.resident(null).calls('750600');
    await call.hears('language.choose', { key: 1 });
    await call.presses('1');
    await call.hears('menu.operator', menu);
    await call.presses('0');
    await call.hears('callback.no-number');
    await call.hearsMusic();
    await call.hangsUp();
    await nothingIsLeft();
  });
});

describe.concurrent('keys', () => {
  test('pressed ahead during the greeting: it stops, the notice is heard, and the keys lead on', async () => {
    const call = await stranger().calls('750600');
    await call.hears('greeting.750-600');
    await call.pressesTogether('17');
    await call.heardWhole('notice.recorded');
    const { atMs } = await call.hears('emergency.number', { number: '1580' });
    expect(atMs).toBeLessThan(7_000);
    await call.hangsUp();
  });

  test('all keys at once, again and again, lead to a person and break nothing', async () => {
    const resident = stranger();
    const call = await resident.calls('750600');
    await call.hears('greeting.750-600');
    for (let round = 0; round < 3; round++) await call.pressesTogether('123456789*#');
    await call.pressesTogether('0000');
    // Whichever key was the last to count, and in whichever language: the callback that is offered, and the line. When it was the one
    // that asks for the language anew, silence is the answer.
    await call.hearsMusic(40_000);
    await call.hangsUp();
    expect(await endOf(resident.number ?? '')).toMatchObject({ reason: 'caller-hung-up' });
    expect(promptsIn(await stepsOfLast(world, resident.number ?? ''))).toContain('queue.none');
  });

  test('one who presses nothing, a fax that goes on calling, is led to a person', async () => {
    const resident = stranger();
    const call = await resident.calls('750600');
    await call.hears('language.choose', { key: 1 });
    const fax = await lineTone('fax');
    const calling = (async () => {
      while (!call.isOver) await call.says(fax);
    })();
    await call.hears('menu.operator', menu, { limitMs: 25_000 });
    await call.hears('silence.first', {}, { limitMs: 25_000 });
    await call.hears('silence.second', {}, { limitMs: 30_000 });
    // Nobody is there, so nobody is promised.
    await call.hears('queue.none', {}, { limitMs: 30_000 });
    await call.hangsUp();
    await calling;
    expect(await endOf(resident.number ?? '')).toMatchObject({ reason: 'caller-hung-up' });
    const { items } = await listCalls(world.db, { number: resident.number ?? '' }, { limit: 1 });
    const steps = await stepsOf(world.db, items[0]?.id ?? '');
    expect(steps.filter(({ kind }) => kind === 'key' || kind === 'key-wrong')).toEqual([]);
  }, 150_000);
});

test.concurrent('a hang-up at every step from the greeting to a person leaves nothing but a call back that was promised', async () => {
  const way = {
    flows: [
      'welcome',
      'changeLanguage',
      'announcements',
      'knownBreakdown',
      'mainMenu',
      'operator',
      'nobodyThere',
    ],
    caller: unknown,
    calls: (number: string, keypads: KeypadCallers) => keypads.calls(number, null),
    answers: [
      ['language', '1'],
      ['main', '0'],
      ['callback', '1'],
    ] as const,
  };
  const moments = await hangUpEverywhere(world, way, async ({ number, moment, hasHeard }) => {
    const promised = (await openCallbacks(world.db)).some((one) => one.number === number);
    expect(promised, moment).toBe(hasHeard('said callback.promised'));
  });
  for (const prompt of ['greeting.750-600', 'notice.recorded', 'language.choose', 'menu.operator'])
    expect(moments).toContain(`said ${prompt}`);
});

test('a hang-up before the answer is even out leaves nothing behind', async () => {
  const call = await stranger().calls('750600');
  await call.hangsUp();
  await nothingIsLeft();
});

describe('who is calling', () => {
  test.each([
    ['80501112233', 'one'],
    ['+380501112244', 'several'],
    ['+380501112299', 'none'],
    ['anonymous', 'anonymous'],
    ['12', 'anonymous'],
  ])('From %s: %s', async (from, as) => {
    const before = Date.now();
    const call = await world.town.resident('+380509988776').calls('750600', { from });
    await call.hears('greeting.750-600');
    await call.hangsUp();
    await call.ended();
    await nothingIsLeft();
    const { items } = await listCalls(world.db, { from: new Date(before) }, { limit: 1 });
    const steps = await stepsOf(world.db, items[0]?.id ?? '');
    expect(steps.find((step) => step.kind === 'identified')).toMatchObject({ as });
    // The number is context, not proof: nobody's name or address is ever spoken.
    const spoken = steps.flatMap((step) => (step.kind === 'said' ? [step.text] : [])).join(' ');
    expect(spoken).not.toMatch(/Коваленко|Олен/);
  });
});
