import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { DeskWorker } from '../town/desk-worker.ts';
import { whileAsteriskStandsStill } from './asterisk-still.ts';
import { AtDesks, isNow } from './at-desks.ts';

/** The link to Asterisk is lost for some seconds: what an operator wants meanwhile is done when it is back, and nothing rings on. */
let at: AtDesks<'irina' | 'roman'>;
let irina: DeskWorker;
let roman: DeskWorker;

beforeAll(async () => {
  at = await AtDesks.start('irina', 'roman');
  ({ irina, roman } = at.workers);
});
afterAll(() => at?.stop());
afterEach(() => at.clear());

test('a caller who is taken off hold meanwhile and his operator hear each other when it is back', async () => {
  const { caller, operator, callId } = await at.talksTo('irina');
  await irina.desk.ask('hold', callId, true);
  await caller.hearsMusic();
  let resumed: Promise<void> | undefined;
  await whileAsteriskStandsStill(at.world, () => {
    resumed = irina.desk.ask('hold', callId, false);
  });
  await resumed;
  await irina.sees('the talk', ({ state }) => state.call?.stage === 'talking' && !state.call.held);
  expect(await at.hears(caller, operator, 'operator-hello')).toBe(true);
  expect(await at.hears(operator, caller, 'leak')).toBe(true);
}, 120_000);

test('the phone of a colleague who is not wanted any more rings no longer than until it is back; the talk goes on, and he is free', async () => {
  const { caller, operator, callId } = await at.talksTo('irina');
  await roman.desk.ask('ready');
  const rings = roman.phone.isCalled();
  await irina.desk.ask('consult', callId, { operatorId: roman.id });
  const ringing = await rings;
  let back: Promise<void> | undefined;
  await whileAsteriskStandsStill(at.world, () => {
    back = irina.desk.ask('consult-end', callId, 'back');
  });
  await at.world.holos.node.whenUp();
  const upAt = performance.now();
  await ringing.ended();
  // It would ring for 20 s by itself.
  expect(performance.now() - upAt).toBeLessThan(3_000);
  await back;
  await isNow(roman, 'ready');
  expect(await at.hears(caller, operator, 'operator-hello')).toBe(true);
  expect(await at.hears(operator, caller, 'leak')).toBe(true);
}, 120_000);
