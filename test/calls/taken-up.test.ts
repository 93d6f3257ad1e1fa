import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { stepsOf } from '../../db/queries/call-events.ts';
import type { DeskWorker } from '../town/desk-worker.ts';
import type { World } from '../town/world.ts';
import { whileAsteriskStandsStill } from './asterisk-still.ts';
import { AtDesks, isNow } from './at-desks.ts';

/**
 * What an operator and a caller were just doing is taken up: by another controller, and by the same one when the link to Asterisk was
 * lost for some seconds. What an operator wanted meanwhile is done when it is back, and nothing rings on.
 */
let at: AtDesks<'irina' | 'roman'>;
let world: World;
let irina: DeskWorker;
let roman: DeskWorker;

beforeAll(async () => {
  at = await AtDesks.start('irina', 'roman');
  ({ world } = at);
  ({ irina, roman } = at.workers);
});
afterAll(() => at?.stop());
afterEach(() => at.clear());

const kinds = async (callId: string) => (await stepsOf(world.db, callId)).map(({ kind }) => kind);
const waiting = () => irina.desk.state.queues.flatMap((queue) => queue.waiting);

/** Another controller comes; the desk is with it, and its phone is there. */
async function restart(): Promise<void> {
  const { snapshots } = irina.desk;
  await world.restart();
  const isBack = ({ snapshots: now, state }: DeskWorker['desk']) =>
    now > snapshots && state.phone.state === 'registered';
  await irina.sees('another controller', isBack, 20_000);
}

test('another controller: a talk on hold stays on hold, and when it goes on the music is over; a SIP phone that is put down then ends it, as before', async () => {
  const { caller, operator, callId } = await at.talksTo('irina');
  await irina.desk.ask('hold', callId, true);
  await caller.hearsMusic();

  await restart();
  await irina.sees('the talk on hold', ({ state }) => state.call?.held === true, 20_000);
  await caller.hearsMusic();
  await irina.desk.ask('hold', callId, false);
  await caller.hearsSilence(1_500);
  expect(await at.hears(caller, operator, 'operator-hello')).toBe(true);
  await operator.hangsUp();
  expect(await caller.ended()).toMatchObject({ by: 'holos' });
  await irina.sees('wrap-up', ({ state }) => state.me.state === 'wrap-up' && state.call === null);
  await vi.waitUntil(async () => (await kinds(callId)).includes('ended'), { timeout: 10_000 });
  expect(await kinds(callId)).not.toContain('operator-lost');
}, 120_000);

test('another controller: a phone that rings falls silent; the caller keeps the place in the line and is offered again', async () => {
  await irina.desk.ask('ready');
  const called = irina.phone.isCalled();
  const { caller } = await at.asksForAPerson();
  const ringing = await called;
  await irina.sees('who waits', () => waiting().length === 1);
  const [before] = waiting();
  const callId = before?.callId ?? '';

  await restart();
  await ringing.ended(10_000);
  await irina.sees('no call', ({ state }) => state.call === null, 5_000);
  const [after] = waiting();
  expect(after?.callId).toBe(callId);
  expect(Date.parse(after?.since ?? '') - Date.parse(before?.since ?? '')).toBeLessThan(100);
  const picked = irina.picksUp();
  await irina.desk.ask('ready');
  await picked;
  expect(irina.call?.callId).toBe(callId);
  expect(caller.isOver).toBe(false);
  // The log is written a moment after it has happened.
  await vi.waitUntil(async () => (await kinds(callId)).includes('connected'), { timeout: 10_000 });
  expect(await kinds(callId)).not.toContain('operator-lost');
  expect((await kinds(callId)).filter((kind) => kind === 'connected')).toHaveLength(1);
}, 120_000);

test('the link is lost: a caller who is taken off hold meanwhile and his operator hear each other when it is back', async () => {
  const { caller, operator, callId } = await at.talksTo('irina');
  await irina.desk.ask('hold', callId, true);
  await caller.hearsMusic();
  let resumed: Promise<void> | undefined;
  await whileAsteriskStandsStill(world, () => {
    resumed = irina.desk.ask('hold', callId, false);
  });
  await resumed;
  await irina.sees('the talk', ({ state }) => state.call?.stage === 'talking' && !state.call.held);
  expect(await at.hears(caller, operator, 'operator-hello')).toBe(true);
  expect(await at.hears(operator, caller, 'leak')).toBe(true);
}, 120_000);

test('the link is lost: the phone of a colleague who is not wanted any more rings no longer than until it is back; the talk goes on, and he is free', async () => {
  const { caller, operator, callId } = await at.talksTo('irina');
  await roman.desk.ask('ready');
  const rings = roman.phone.isCalled();
  await irina.desk.ask('consult', callId, { operatorId: roman.id });
  const ringing = await rings;
  let back: Promise<void> | undefined;
  await whileAsteriskStandsStill(world, () => {
    back = irina.desk.ask('consult-end', callId, 'back');
  });
  await world.holos.node.whenUp();
  const upAt = performance.now();
  await ringing.ended();
  // It would ring for 20 s by itself.
  expect(performance.now() - upAt).toBeLessThan(3_000);
  await back;
  await isNow(roman, 'ready');
  expect(await at.hears(caller, operator, 'operator-hello')).toBe(true);
  expect(await at.hears(operator, caller, 'leak')).toBe(true);
}, 120_000);
