import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { stepsOf } from '../../db/queries/call-events.ts';
import { listCalls } from '../../db/queries/calls.ts';
import { rememberLanguage } from '../../db/queries/number-languages.ts';
import type { TownCall } from '../town/call.ts';
import { DeskWorker } from '../town/desk-worker.ts';
import { startWorld, type World } from '../town/world.ts';
import { heardIn } from './heard-in.ts';

/** Another controller takes up what an operator and a caller were just doing. */
let world: World;
let operator: DeskWorker;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  operator = await DeskWorker.start(world, 'operator1');
});
afterEach(async () => {
  await Promise.all(world.town.calls.map((call) => call.hangsUp()));
  await expect.poll(() => world.holos.live.size, { timeout: 8_000 }).toBe(0);
  await operator.stop();
});

let numbers = 100;
const stranger = async () => {
  const number = `+3806733${String(numbers++).padStart(5, '0')}`;
  await rememberLanguage(world.db, number, 'uk');
  return number;
};

/** Presses 0 in the greeting. */
async function wantsAPerson(number: string): Promise<TownCall> {
  const call = await world.town.resident(number).calls('750600');
  await call.hears('greeting.750-600');
  await call.presses('0');
  return call;
}

async function stepsOfLatest(number: string) {
  const { items } = await listCalls(world.db, { number }, { limit: 1 });
  return stepsOf(world.db, items[0]?.id ?? '');
}

const waiting = () => operator.desk.state.queues.flatMap((queue) => queue.waiting);
const talking = () =>
  expect.poll(() => operator.desk.state.call, { timeout: 20_000 }).toMatchObject({ stage: 'talking' });

/** Another controller comes; the desk is with it, and its phone is there. */
async function restart(): Promise<void> {
  const { snapshots } = operator.desk;
  await world.restart();
  const isBack = ({ snapshots: now, state }: DeskWorker['desk']) =>
    now > snapshots && state.phone.state === 'registered';
  await operator.sees('another controller', isBack, 20_000);
}

test('a talk on hold stays on hold, and when it goes on the music is over; a SIP phone that is put down then ends it, as before the restart', async () => {
  const { desk, phone } = operator;
  phone.behaves(async (call) => {
    await call.answers();
    await call.ended(600_000);
  });
  await desk.ask('ready');
  const called = phone.isCalled();
  const number = await stranger();
  const call = await wantsAPerson(number);
  const atTheDesk = await called;
  await talking();
  const callId = desk.state.call?.callId ?? '';
  await desk.ask('hold', callId, true);
  await call.hearsMusic();

  await restart();
  await expect.poll(() => desk.state.call, { timeout: 20_000 }).toMatchObject({ held: true });
  await call.hearsMusic();
  await desk.ask('hold', callId, false);
  await call.hearsSilence(1_500);
  await atTheDesk.says(await world.town.sentence('operator-hello', 'uk'));
  await call.hearsSilence(1_000);
  expect(await heardIn(call.heard(), await world.town.sentence('operator-hello', 'uk'))).toBeGreaterThan(0.7);
  await atTheDesk.hangsUp();
  expect(await call.ended()).toMatchObject({ by: 'holos' });
  await operator.sees('wrap-up', ({ state }) => state.me.state === 'wrap-up' && state.call === null);
  const kinds = async () => (await stepsOfLatest(number)).map(({ kind }) => kind);
  await vi.waitUntil(async () => (await kinds()).includes('ended'), { timeout: 10_000 });
  expect(await kinds()).not.toContain('operator-lost');
  await desk.wrapsUp();
}, 120_000);

test('a phone that rings falls silent; the caller keeps the place in the line and is offered again', async () => {
  const { desk, phone } = operator;
  phone.doesNotAnswer();
  await desk.ask('ready');
  const called = phone.isCalled();
  const number = await stranger();
  const call = await wantsAPerson(number);
  const ringing = await called;
  const [before] = waiting();

  await restart();
  await ringing.ended(10_000);
  await expect.poll(() => desk.state.call, { timeout: 5_000 }).toBeNull();
  const [after] = waiting();
  expect(after?.callId).toBe(before?.callId);
  expect(Date.parse(after?.since ?? '') - Date.parse(before?.since ?? '')).toBeLessThan(100);
  phone.behaves(async (again) => {
    await again.answers();
    await again.ended(600_000);
  });
  await desk.ask('ready');
  await talking();
  expect(call.isOver).toBe(false);
  const kinds = async () => (await stepsOfLatest(number)).map(({ kind }) => kind);
  // The log is written a moment after it has happened.
  await vi.waitUntil(async () => (await kinds()).includes('connected'), { timeout: 10_000 });
  expect(await kinds()).not.toContain('operator-lost');
  expect((await kinds()).filter((kind) => kind === 'connected')).toHaveLength(1);
}, 120_000);
