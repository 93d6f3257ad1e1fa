import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { DeskWorker } from '../town/desk-worker.ts';
import type { World } from '../town/world.ts';
import { isNow } from './at-desks.ts';
import { finishedRecordingOf, openRecording, sidesOf } from './recorded.ts';
import { isAtNothing, SuperviseBench } from './supervise-bench.ts';

/** How a supervisor is at a talk no more: it is his, or over, or his phone has gone, or the controller that led it. */
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

test('taken over after joining: the two talk on alone, the operator wraps up, record, room and recording go on as one; with another controller, too, it is hers', async () => {
  const { caller, operator, callId } = await bench.at.talksTo('irina');
  await bench.says(caller, 'leak', { heardBy: [operator] });
  const supervisor = await bench.supervises(callId, 'join');
  await natalia.desk.ask('take-over', callId);
  await natalia.sees('the talk', ({ state }) => state.call?.callId === callId && state.supervising === null);
  await isNow(natalia, 'talking');
  expect(await operator.ended()).toMatchObject({ by: 'holos' });
  await irina.sees('wrap-up', ({ state }) => state.me.state === 'wrap-up' && state.call === null);
  await bench.says(supervisor, 'no-heating', { heardBy: [caller] });
  await bench.says(caller, 'leak', { heardBy: [supervisor] });
  await natalia.desk.ask('hold', callId, true);
  await caller.hearsMusic();
  await natalia.desk.ask('hold', callId, false);
  await bench.says(supervisor, 'operator-noted', { heardBy: [caller] });

  const { snapshots } = natalia.desk;
  await world.restart();
  const isBack = ({ snapshots: now, state }: DeskWorker['desk']) =>
    now > snapshots && state.call?.stage === 'talking';
  await natalia.sees('the talk again', isBack, 30_000);
  await bench.says(supervisor, 'no-heating', { heardBy: [caller] });
  await natalia.endsTheTalk();
  expect(await caller.ended()).toMatchObject({ by: 'holos' });
  // She took no calls before, and takes none after it.
  await isNow(natalia, 'paused');
  await bench.ended(callId);
  const story = await bench.steps(callId);
  const from = irina.id;
  expect(story).toContainEqual(expect.objectContaining({ kind: 'taken-over', operatorId: natalia.id, from }));
  expect(story.filter(({ kind }) => kind === 'connected')).toHaveLength(2);
  const { id } = await finishedRecordingOf(world, callId);
  const [resident, heard] = await sidesOf(await openRecording(world, id));
  expect(await bench.alike(resident, 'leak')).toBeGreaterThan(0.7);
  expect(await bench.alike(heard, 'no-heating')).toBeGreaterThan(0.7);
}, 120_000);

test('taken over by one who whispered, while the caller is on hold: the two hear each other', async () => {
  const { caller, callId } = await bench.at.talksTo('irina');
  await irina.desk.ask('hold', callId, true);
  await caller.hearsMusic();
  const supervisor = await bench.supervises(callId, 'whisper');
  await natalia.desk.ask('take-over', callId);
  await isNow(natalia, 'talking');
  await irina.sees('wrap-up', ({ state }) => state.me.state === 'wrap-up');
  await bench.says(supervisor, 'no-heating', { heardBy: [caller] });
  await bench.says(caller, 'leak', { heardBy: [supervisor] });
  await caller.hangsUp();
  await isNow(natalia, 'wrap-up');
}, 120_000);

test('the talk ends in any way: nothing more is heard, she is what she was, and is told why', async () => {
  const whys = {
    ...({ caller: 'caller-left', operator: 'operator-ended' } as const),
    ...({ transferred: 'handed-on', 'handed over': 'handed-on' } as const),
  };
  for (const [how, why] of Object.entries(whys)) {
    const { caller, callId } = await bench.at.talksTo('irina');
    const supervisor = await bench.supervises(callId, 'listen');
    if (how === 'caller') await caller.hangsUp();
    if (how === 'operator') await irina.desk.ask('end', callId);
    if (how === 'transferred') await irina.desk.ask('transfer', callId, { queue: 'dispatcher' });
    if (how === 'handed over') {
      await roman.desk.ask('ready');
      const rings = roman.picksUp();
      await irina.desk.ask('consult', callId, { operatorId: roman.id });
      await rings;
      await irina.sees('the colleague', ({ state }) => state.call?.consult?.stage === 'talking');
      await irina.desk.ask('consult-end', callId, 'hand-over');
    }
    expect(await supervisor.ended()).toMatchObject({ by: 'holos' });
    await isAtNothing(natalia);
    expect(natalia.desk.state.superviseEnded).toBe(why);
    await isNow(natalia, 'paused');
    if (how === 'transferred' || how === 'handed over') expect(caller.isOver).toBe(false);
    await irina.sees('wrap-up', ({ state }) => state.me.state === 'wrap-up');
    await caller.hangsUp();
    await bench.ended(callId);
    expect((await bench.kinds(callId)).filter((kind) => kind === 'supervise-ended')).toHaveLength(1);
    await irina.desk.wrapsUp();
    await irina.desk.ask('pause', 'break');
    await roman.desk.wrapsUp().catch(() => undefined);
  }
}, 240_000);

test('her phone hangs up: the two notice nothing, and nothing of it remains', async () => {
  const { caller, operator, callId } = await bench.at.talksTo('irina');
  for (const how of ['listen', 'join'] as const) {
    const supervisor = await bench.supervises(callId, how);
    await supervisor.hangsUp();
    await isAtNothing(natalia);
    await isNow(natalia, 'paused');
    await bench.nothingOfSupervising();
  }
  await bench.says(operator, 'operator-hello', { heardBy: [caller] });
  await bench.says(caller, 'leak', { heardBy: [operator] });
}, 120_000);

test('her phone does not pick up: she is told, and is what she was', async () => {
  const { callId } = await bench.at.talksTo('irina');
  const rings = natalia.phone.isCalled();
  await natalia.desk.ask('supervise', callId, 'listen');
  await (await rings).refuses('busy');
  await isAtNothing(natalia);
  expect(natalia.desk.state.superviseEnded).toBe('not-reached');
  await isNow(natalia, 'paused');
});

// Killed, it leaves no more of a supervisor who listens or whispers, see test/drills/killed-talks.test.ts.
test('another controller: nothing of the supervising remains, the two talk on, and what was said of it is closed', async () => {
  const { caller, operator, callId } = await bench.at.talksTo('irina');
  const supervisor = await bench.supervises(callId, 'join');
  await world.restart();
  expect(await supervisor.ended()).toMatchObject({ by: 'holos' });
  await irina.sees('the talk', ({ state }) => state.call?.stage === 'talking', 30_000);
  await bench.nothingOfSupervising();
  await bench.says(operator, 'operator-hello', { heardBy: [caller] });
  await bench.says(caller, 'leak', { heardBy: [operator] });
  expect((await bench.kinds(callId)).filter((kind) => kind === 'supervise-ended')).toHaveLength(1);
  await irina.endsTheTalk();
  await isNow(natalia, 'paused');
}, 120_000);
