import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { subscribersOf } from '../../db/queries/incident-subscribers.ts';
import { startWorld, type World } from '../town/world.ts';
import { Breakdowns, hearsOf } from './breakdowns.ts';
import { hangUpEverywhere } from './hang-ups.ts';
import { type SmsProgram, smsProgram } from './sms-program.ts';

/** How callers leave what befell their building, by real calls: for the menu, by a hang-up, by a restart. */
let world: World;
let at: Breakdowns;
let program: SmsProgram;

beforeAll(async () => {
  program = await smsProgram();
  world = await startWorld({ buildings: 24, settings: { smsCommand: program.command } });
  at = await Breakdowns.in(world);
});
afterAll(async () => {
  await world.stop();
  await program.remove();
});

const menu = { key: '1' };

test.concurrent('a hang-up at every step leaves nobody joined who was not told so', async () => {
  const ids = new Map<string, number>();
  const way = {
    flows: ['knownBreakdown'],
    async caller() {
      const home = at.household();
      ids.set(home.number, (await at.opens(home)).id);
      return home.number;
    },
    calls: '',
    answers: [['known-breakdown.join', '1']] as const,
  };
  await hangUpEverywhere(world, way, async ({ number, moment, hasHeard }) => {
    const joined = hasHeard('said known-breakdown.joined') ? [{ number }] : [];
    expect(await subscribersOf(world.db, ids.get(number) ?? 0), moment).toMatchObject(joined);
  });
});

describe.concurrent('the menu goes on', () => {
  test('with another key, which counts for the menu', async () => {
    const home = at.household();
    await at.opens(home);
    const call = await world.town.resident(home.number).calls('750600');
    await hearsOf(call, (await at.tellings(home.number))[0]);
    await call.presses('7');
    await call.hears('emergency.number', { number: '1580' });
    await call.hangsUp();
  });

  test('at once for one who presses ahead: nothing is told, and 1 is the menu’s', async () => {
    const home = at.household();
    const { id } = await at.opens(home);
    const call = await world.town.resident(home.number).calls('750600');
    await call.hears('greeting.750-600', {}, { limitMs: 25_000 });
    await call.presses('1');
    await call.heardWhole('notice.recorded');
    await call.hears('request.what', {}, { limitMs: 10_000 });
    expect(await at.saidTo(home.number)).not.toContain('known-breakdown.breakdown');
    expect(await subscribersOf(world.db, id)).toEqual([]);
    await call.hangsUp();
  });
});

test('a restart of the controller in the middle: an apology, what befell the building, and joining still works; when it is mended an SMS says so', async () => {
  const home = at.household();
  const { id } = await at.opens(home);
  const call = await world.town.resident(home.number).calls('750600');
  await hearsOf(call, (await at.tellings(home.number))[0]);
  await world.restart();
  await call.hears('interrupted', {}, { limitMs: 30_000 });
  await hearsOf(call, (await at.tellings(home.number))[0]);
  await call.hears('known-breakdown.join', { key: '1' }, { limitMs: 20_000 });
  await call.presses('1');
  await call.hears('known-breakdown.joined');
  expect(await subscribersOf(world.db, id)).toHaveLength(1);
  await world.restart();
  await call.hears('interrupted', {}, { limitMs: 30_000 });
  await call.hears('menu.request', menu, { limitMs: 40_000 });
  await call.hangsUp();
  expect(await program.sentTo(home.number)).toEqual([]);
  await at.supervise(`incidents/${id}/close`);
  await expect.poll(() => program.sentTo(home.number), { timeout: 10_000 }).toHaveLength(1);
  expect(await world.db('callbacks').where({ number: home.number })).toEqual([]);
}, 120_000);
