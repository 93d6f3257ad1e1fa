import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, type World } from '../town/world.ts';
import { stepsOfLast } from './goes-to.ts';

/** A menu that names a flow which does not exist: a fault of ours, by real calls. */
let world: World;
beforeAll(async () => {
  world = await startWorld({ seed: 'none' });
  const item = world.holos.company.hotlines[0]?.menu.find(({ key }) => key === '3');
  if (!item) throw new Error('the menu has no 3');
  // A company file that says so is refused.
  item.flow = 'karaoke';
});
afterAll(() => world.stop());

/** Somebody who has never called, at each try. */
let numbers = 1;

test('the second fault in a call is told, and whoever called is called back', async () => {
  const number = `+38050770${String(numbers++).padStart(4, '0')}`;
  const call = await world.town.resident(number).calls('750600');
  await call.hears('language.choose', { key: 1 }, { limitMs: 30_000 });
  await call.presses('1');
  await call.hears('language.any-time');
  await call.presses('3');
  await call.hears('trouble.operator', {}, { limitMs: 20_000 });
  await call.hears('queue.none');
  await call.presses('#');
  await call.hears('menu.operator', { key: '0' });
  await call.presses('3');
  await call.heardWhole('trouble.callback', {}, { limitMs: 20_000 });
  expect(await call.ended()).toMatchObject({ by: 'holos' });
  expect(await world.db('callbacks').where({ number })).toMatchObject([
    { why: 'no-controller', done_at: null },
  ]);
  const steps = await stepsOfLast(world, number);
  expect(steps.at(-1)).toMatchObject({ kind: 'ended', result: 'failed', reason: 'bug' });
  expect(steps.map(({ kind }) => kind)).toContain('callback-promised');
}, 120_000);
