import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { stepsOf } from '../../db/queries/call-events.ts';
import type { TownCall } from '../town/call.ts';
import type { DeskWorker } from '../town/desk-worker.ts';
import type { World } from '../town/world.ts';
import { AtDesks } from './at-desks.ts';
import { heardIn, likeness } from './heard-in.ts';
import { finishedRecordingOf, openRecording, sidesOf } from './recorded.ts';

/** A call that is handed on: who hears whom is told by the sound on each telephone. */
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

/** A resident talks to Irina; Roman is free. */
async function talking() {
  const talk = await at.talksTo('irina');
  await roman.desk.ask('ready');
  return talk;
}

/** As the company file has it: the emergency service. */
const executorNumber = '1580';

const kinds = async (callId: string) => (await stepsOf(world.db, callId)).map(({ kind }) => kind);

test('while on hold: what the caller is told on his way is heard whole, and not over the music', async () => {
  const { caller, callId } = await talking();
  world.town.resident('+380671234501').isBusy();
  await irina.desk.ask('hold', callId, true);
  await caller.hearsMusic();
  await irina.desk.ask('transfer', callId, { number: '067 123 45 01' });
  await caller.heardWhole('transfer.wait');
  const rings = roman.picksUp(30_000);
  await caller.heardWhole('transfer.away', {}, { limitMs: 30_000 });
  expect(await at.hears(await rings, caller, 'leak')).toBe(true);
}, 120_000);

test('to a colleague at once, back through a queue, and on: the phone rings with the card, each of them is heard, and is in the recording', async () => {
  const { caller, operator, callId } = await talking();
  expect(await at.hears(caller, operator, 'operator-hello')).toBe(true);
  const toRoman = { operatorId: roman.id };
  for (const [from, to, name, where] of [
    [irina, roman, 'operator-noted', toRoman],
    [roman, irina, 'no-heating', { queue: 'requests' }],
    [irina, roman, 'leak', toRoman],
  ] as const) {
    const rings = to.picksUp();
    await from.desk.ask('transfer', callId, where);
    if (name === 'operator-noted') await caller.hears('transfer.wait');
    const phone = await rings;
    expect(to.call).toMatchObject({ callId, stage: 'talking', askedBy: null });
    expect(await at.hears(caller, phone, name), `${name} is heard`).toBe(true);
    await from.sees('wrap-up', ({ state }) => state.me.state === 'wrap-up' && state.call === null);
    await from.desk.wrapsUp();
    await from.desk.ask('ready');
    if (name === 'leak') expect(await at.hears(phone, caller, 'leak'), 'he hears').toBe(true);
  }
  await roman.endsTheTalk();
  expect(await caller.ended()).toMatchObject({ by: 'holos' });
  await vi.waitUntil(async () => (await kinds(callId)).includes('ended'));
  const { id } = await finishedRecordingOf(world, callId);
  const steps = await stepsOf(world.db, callId);
  expect(steps.flatMap((step) => (step.kind === 'waiting' ? step.queue : []))).toContain('requests');
  expect(steps.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['transferred', 'offered', 'connected']),
  );
  const [, heard] = await sidesOf(await openRecording(world, id));
  for (const name of ['operator-hello', 'operator-noted', 'no-heating', 'leak'])
    expect(await likeness(heard, await at.sentence(name)), `${name} is recorded`).toBeGreaterThan(0.7);
}, 120_000);

test('a colleague who does not pick up leaves the caller at the head of the line', async () => {
  const { caller, callId } = await talking();
  const rings = roman.phone.isCalled();
  await irina.desk.ask('transfer', callId, { operatorId: roman.id });
  await rings;
  const again = irina.picksUp(30_000);
  await irina.sees('wrap-up', ({ state }) => state.me.state === 'wrap-up');
  await irina.desk.wrapsUp();
  await roman.desk.ask('reject', callId);
  await again;
  expect(irina.call?.callId).toBe(callId);
  expect(caller.isOver).toBe(false);
}, 120_000);

/** Irina asks Roman, who picks up: his phone. */
async function asksRoman(callId: string): Promise<TownCall> {
  const rings = roman.picksUp();
  await irina.desk.ask('consult', callId, { operatorId: roman.id });
  const helper = await rings;
  await irina.sees('the colleague', ({ state }) => state.call?.consult?.stage === 'talking');
  return helper;
}

// That a colleague is let go by the operator is in test/web/transfer.test.ts.
test('after talking: one who leaves by himself leaves the caller to the operator; asked again, the caller hears music meanwhile and not a word; then all three; then the colleague alone', async () => {
  const { caller, operator, callId } = await talking();
  const leaving = await asksRoman(callId);
  await roman.desk.ask('leave', callId);
  expect(await leaving.ended()).toMatchObject({ by: 'holos' });
  await roman.sees('his own wrap-up', ({ state }) => state.me.state === 'wrap-up' && !state.call);
  await roman.desk.wrapsUp();
  await irina.sees('nobody beside', ({ state }) => state.call?.consult === null);
  await irina.desk.ask('hold', callId, false);
  expect(await at.hears(operator, caller, 'leak')).toBe(true);

  await roman.desk.ask('ready');
  const helper = await asksRoman(callId);
  await caller.hearsMusic();
  expect(roman.call).toMatchObject({ callId, askedBy: irina.id });
  const before = caller.heard().length;
  expect(await at.hears(helper, operator, 'operator-noted')).toBe(true);
  expect(await at.hears(operator, helper, 'operator-hello')).toBe(true);
  expect(await heardIn(caller.heard().subarray(before), await at.sentence('operator-hello'))).toBeLessThan(
    0.3,
  );

  await irina.desk.ask('consult-end', callId, 'join');
  await irina.sees('three', ({ state }) => state.call?.consult?.stage === 'three');
  expect(await at.hears(operator, caller, 'leak')).toBe(true);
  expect(await at.hears(helper, caller, 'no-heating')).toBe(true);
  expect(await at.hears(caller, helper, 'operator-hello')).toBe(true);

  await irina.desk.ask('consult-end', callId, 'hand-over');
  await irina.sees('wrap-up', ({ state }) => state.me.state === 'wrap-up');
  await roman.sees('the call is his', ({ state }) => state.call?.askedBy === null);
  expect(await at.hears(helper, caller, 'leak')).toBe(true);
  await roman.endsTheTalk();
  expect(await caller.ended()).toMatchObject({ by: 'holos' });
  const story = await kinds(callId);
  for (const kind of ['consulted', 'three-together', 'consult-ended', 'transferred'] as const)
    expect(story).toContain(kind);
}, 180_000);

// Which numbers are refused is in operator-calls.test.ts.
test('an executor’s telephone: consulted, the caller hearing nothing of it, and the caller handed over', async () => {
  const { caller, operator, callId } = await talking();
  const executor = world.town.resident(executorNumber);
  executor.doesNotAnswer();
  const called = executor.isCalled();
  await irina.desk.ask('consult', callId, { number: executorNumber });
  const outside = await called;
  await outside.answers();
  await irina.sees('the executor', ({ state }) => state.call?.consult?.stage === 'talking');
  const before = caller.heard().length;
  expect(await at.hears(outside, operator, 'operator-noted')).toBe(true);
  expect(await at.hears(operator, outside, 'operator-hello')).toBe(true);
  const heard = caller.heard().subarray(before);
  expect(await heardIn(heard, await at.sentence('operator-hello'))).toBeLessThan(0.3);
  await irina.desk.ask('consult-end', callId, 'hand-over');
  await irina.sees('wrap-up', ({ state }) => state.me.state === 'wrap-up');
  expect(await at.hears(outside, caller, 'leak')).toBe(true);
  expect(await at.hears(caller, outside, 'no-heating')).toBe(true);
  await outside.hangsUp();
  expect(await caller.ended()).toMatchObject({ by: 'holos' });
}, 120_000);

test('all hang up in one moment, two or three together: nobody is left with a call on the desk', async () => {
  for (const stage of ['talking', 'three'] as const) {
    const { caller, operator, callId } = await talking();
    const helper = await asksRoman(callId);
    if (stage === 'three') await irina.desk.ask('consult-end', callId, 'join');
    await Promise.all([helper, operator, caller].map((one) => one.hangsUp()));
    for (const one of [irina, roman]) {
      await one.sees('wrap-up', ({ state }) => state.me.state === 'wrap-up' && state.call === null);
      await one.desk.wrapsUp();
    }
    await irina.sees('nothing afterwards', ({ state }) => state.call === null);
  }
}, 120_000);

test('a caller who hangs up in the middle of a consultation leaves nobody behind', async () => {
  const { caller, callId } = await talking();
  const helper = await asksRoman(callId);
  await caller.hangsUp();
  expect(await helper.ended()).toMatchObject({ by: 'holos' });
  for (const one of [irina, roman])
    await one.sees('wrap-up', ({ state }) => state.me.state === 'wrap-up' && state.call === null);
  const rooms = async () =>
    (await world.holos.node.ari<{ id: string }[]>('bridges', 'list', {})).filter(({ id }) =>
      id.includes(callId),
    );
  await expect.poll(rooms, { timeout: 5_000 }).toEqual([]);
}, 120_000);
