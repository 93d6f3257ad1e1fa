import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import { DeskWorker } from '../town/desk-worker.ts';
import type { World } from '../town/world.ts';
import { isNow } from './at-desks.ts';
import { finishedRecordingOf, openRecording, sidesOf } from './recorded.ts';
import { isAt, SuperviseBench } from './supervise-bench.ts';

/** A supervisor at a talk: who hears whom, and who is refused. */
let bench: SuperviseBench;
let world: World;
let irina: DeskWorker;
let roman: DeskWorker;
let natalia: DeskWorker;

beforeAll(async () => {
  bench = await SuperviseBench.start();
  ({ world } = bench.at);
  ({ irina, roman, natalia } = bench.at.workers);
});
afterAll(() => bench?.at.stop());
afterEach(() => bench.clear());

test('listen, whisper, join, and back: who hears whom; the whisper is not in the recording, the joining is', async () => {
  const { caller, operator, callId } = await bench.at.talksTo('irina');
  const supervisor = await bench.supervises(callId, 'listen');
  await isNow(natalia, 'supervising');
  expect(irina.call?.supervised).toBeNull();
  await bench.says(caller, 'leak', { heardBy: [operator, supervisor] });
  await bench.says(operator, 'operator-hello', { heardBy: [caller, supervisor] });
  await bench.says(supervisor, 'no-heating', { notBy: [caller, operator] });

  await natalia.desk.ask('supervise', callId, 'whisper');
  await isAt(natalia, 'whisper');
  await irina.sees('who whispers', ({ state }) => state.call?.supervised?.how === 'whisper');
  await bench.says(supervisor, 'operator-noted', { heardBy: [operator], notBy: [caller] });
  await bench.says(caller, 'leak', { heardBy: [operator, supervisor] });

  await natalia.desk.ask('supervise', callId, 'join');
  await isAt(natalia, 'join');
  await bench.says(supervisor, 'no-heating', { heardBy: [caller, operator] });
  await bench.says(caller, 'leak', { heardBy: [operator, supervisor] });
  await bench.says(operator, 'operator-hello', { heardBy: [caller, supervisor] });

  await natalia.desk.ask('supervise', callId, 'listen');
  await isAt(natalia, 'listen');
  await irina.sees('nobody', ({ state }) => state.call?.supervised === null);
  await bench.says(supervisor, 'operator-noted', { notBy: [caller, operator] });
  await bench.says(caller, 'leak', { heardBy: [operator, supervisor] });
  await bench.says(operator, 'operator-hello', { heardBy: [caller, supervisor] });

  await natalia.desk.ask('supervise-end');
  expect(await supervisor.ended()).toMatchObject({ by: 'holos' });
  await isNow(natalia, 'paused');
  expect(natalia.desk.state.superviseEnded).toBeNull();
  await bench.nothingOfSupervising();
  await bench.says(caller, 'leak', { heardBy: [operator] });
  await bench.says(operator, 'operator-hello', { heardBy: [caller] });
  await irina.endsTheTalk();
  await bench.ended(callId);

  const told = (await bench.steps(callId)).flatMap((step) =>
    step.kind === 'supervised' ? [step.how] : step.kind === 'supervise-ended' ? ['ended'] : [],
  );
  expect(told).toEqual(['listen', 'whisper', 'join', 'listen', 'ended']);
  const { id } = await finishedRecordingOf(world, callId);
  const [, heard] = await sidesOf(await openRecording(world, id));
  expect(await bench.alike(heard, 'operator-noted')).toBeLessThan(0.35);
  expect(await bench.alike(heard, 'no-heating')).toBeGreaterThan(0.7);
});

test('on hold and in a consultation he hears what the operator hears; whom he whispers to there, hears him', async () => {
  const { caller, operator, callId } = await bench.at.talksTo('irina');
  const supervisor = await bench.supervises(callId, 'whisper');
  await irina.desk.ask('hold', callId, true);
  await caller.hearsMusic();
  await bench.says(operator, 'operator-hello', { heardBy: [supervisor] });
  await bench.says(supervisor, 'no-heating', { heardBy: [operator] });
  await expect(natalia.desk.ask('supervise', callId, 'join')).rejects.toMatchObject({ code: 'desk.not-now' });

  await roman.desk.ask('ready');
  const rings = roman.picksUp();
  await irina.desk.ask('consult', callId, { operatorId: roman.id });
  const colleague = await rings;
  await irina.sees('the colleague', ({ state }) => state.call?.consult?.stage === 'talking');
  await bench.says(colleague, 'operator-noted', { heardBy: [operator, supervisor] });
  await bench.says(operator, 'operator-hello', { heardBy: [colleague, supervisor] });
  await bench.says(supervisor, 'no-heating', { heardBy: [operator], notBy: [colleague] });
  await roman.desk.ask('leave', callId);
  await irina.sees('nobody beside', ({ state }) => state.call?.consult === null);
  await bench.says(supervisor, 'no-heating', { heardBy: [operator] });

  await irina.desk.ask('hold', callId, false);
  await irina.sees('nobody beside', ({ state }) => state.call?.consult === null && !state.call.held);
  await bench.says(caller, 'leak', { heardBy: [operator, supervisor] });
  await bench.says(supervisor, 'no-heating', { heardBy: [operator], notBy: [caller] });
  // With a supervisor who has joined, the caller is not put on hold.
  await natalia.desk.ask('supervise', callId, 'join');
  await isAt(natalia, 'join');
  await expect(irina.desk.ask('hold', callId, true)).rejects.toMatchObject({ code: 'desk.not-now' });
  await expect(irina.desk.ask('consult', callId, { number: '0671234500' })).rejects.toMatchObject({
    code: 'desk.not-now',
  });
}, 180_000);

test('recording switched off: it is heard by the supervisor, and kept by nobody', async () => {
  const { caller, operator, callId } = await bench.at.talksTo('irina');
  const supervisor = await bench.supervises(callId, 'listen');
  await irina.desk.ask('record', callId, false);
  await irina.sees('the switch', ({ state }) => state.call?.recordingOff === true);
  await bench.says(caller, 'leak', { heardBy: [operator, supervisor] });
  await caller.hangsUp();
  const { id } = await finishedRecordingOf(world, callId);
  const [resident] = await sidesOf(await openRecording(world, id));
  expect(await bench.alike(resident, 'leak')).toBeLessThan(0.35);
}, 120_000);

test('what is refused: an operator’s role, no such call, a caller who waits, a second supervisor, one who talks herself', async () => {
  const refused = (who: DeskWorker, callId: string, code: string) =>
    expect(who.desk.ask('supervise', callId, 'listen')).rejects.toMatchObject({ code });
  const { callId } = await bench.at.talksTo('irina');
  await refused(roman, callId, 'session.may-not');
  await refused(natalia, 'nobody', 'call.unknown');
  await expect(natalia.desk.ask('take-over', callId)).rejects.toMatchObject({ code: 'desk.not-now' });
  await expect(natalia.desk.ask('supervise-end')).rejects.toMatchObject({ code: 'desk.not-now' });

  const admin = await DeskWorker.start(world, 'admin');
  onTestFinished(() => admin.stop());
  await bench.supervises(callId, 'listen');
  await refused(admin, callId, 'supervise.taken');
  await natalia.desk.ask('supervise-end');
  await bench.supervises(callId, 'listen', admin);
  await admin.desk.ask('take-over', callId);
  await isNow(admin, 'talking');
  // His own talk, and any other while he talks.
  await refused(admin, callId, 'desk.not-now');
  await isNow(irina, 'wrap-up');
  await admin.endsTheTalk();
}, 120_000);

test('whoever supervises is offered no call; afterwards the one who waits is rung to him', async () => {
  const { callId } = await bench.at.talksTo('irina');
  await natalia.desk.ask('ready');
  await bench.supervises(callId, 'listen');
  await isNow(natalia, 'supervising');
  const { caller: second } = await bench.at.asksForAPerson();
  await second.hearsMusic();
  expect(natalia.call).toBeNull();
  const rings = natalia.picksUp();
  await natalia.desk.ask('supervise-end');
  await rings;
  expect(natalia.call?.callId).not.toBe(callId);
  await second.hangsUp();
  await isNow(natalia, 'wrap-up');
}, 120_000);

test('from one talk to the next by one word: he is free for no call in between', async () => {
  const first = await bench.at.talksTo('irina');
  const { caller, callId: secondId } = await bench.at.talksTo('roman');
  const one = await bench.supervises(first.callId, 'listen');
  const states: string[] = [];
  const stop = world.holos.bus.on('operator', ({ operatorId, state }) => {
    if (operatorId === natalia.id) states.push(state);
  });
  const other = await bench.supervises(secondId, 'whisper');
  stop();
  expect(states).toEqual([]);
  expect(one.isOver).toBe(true);
  await bench.says(caller, 'leak', { heardBy: [other] });
  await bench.says(first.caller, 'no-heating', { notBy: [other] });
}, 120_000);
