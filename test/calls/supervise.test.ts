import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { stepsOf } from '../../db/queries/call-events.ts';
import type { SuperviseHow } from '../../events.ts';
import type { TownCall } from '../town/call.ts';
import { DeskWorker } from '../town/desk-worker.ts';
import { rate, readWav, writeWav } from '../town/sound/wav.ts';
import type { World } from '../town/world.ts';
import { AtDesks, isNow } from './at-desks.ts';
import { likeness } from './heard-in.ts';
import { finishedRecordingOf, openRecording, sidesOf } from './recorded.ts';
import { says as saysTo } from './who-hears.ts';

/** A supervisor at a talk: who hears whom is told by the sound on each telephone. */
let at: AtDesks<'irina' | 'roman' | 'natalia'>;
let world: World;
let irina: DeskWorker;
let roman: DeskWorker;
let natalia: DeskWorker;

beforeAll(async () => {
  at = await AtDesks.start('irina', 'roman', 'natalia');
  ({ world } = at);
  ({ irina, roman, natalia } = at.workers);
});
afterAll(() => at?.stop());
afterEach(async () => {
  await at.clear();
  await nothingOfSupervising();
});

/** Natalia is at the talk in this way. */
async function supervises(callId: string, how: SuperviseHow, who = natalia): Promise<TownCall> {
  const rings = who.phone.isCalled();
  await who.desk.ask('supervise', callId, how);
  const phone = await rings;
  expect(who.desk.state.supervising).toMatchObject({ callId, how, stage: 'ringing' });
  await phone.answers();
  await isAt(how, who);
  return phone;
}
const isAt = (how: SuperviseHow, who = natalia) =>
  who.sees(how, ({ state: { supervising } }) => supervising?.how === how && supervising.stage === 'on');
const isAtNothing = (who = natalia) => who.sees('no talk', ({ state }) => state.supervising === null);

const spokenSeconds = 2.4;
/** The beginning of a sentence, long enough to be told from all others. */
async function sentence(name: string): Promise<string> {
  const file = path.join(tmpdir(), `holos-${process.pid}-${name}.wav`);
  await writeWav(file, (await readWav(await at.sentence(name))).slice(0, spokenSeconds * rate));
  return file;
}
const alike = async (sound: Int16Array, name: string) => likeness(sound, await sentence(name));

/** What one says, some hear and the others do not. */
const says = async (speaker: TownCall, name: string, who: { heardBy?: TownCall[]; notBy?: TownCall[] }) =>
  saysTo(speaker, { name, file: await sentence(name) }, who);

const steps = async (callId: string) => stepsOf(world.db, callId);
const kinds = async (callId: string) => (await steps(callId)).map(({ kind }) => kind);
async function ended(callId: string): Promise<void> {
  await vi.waitUntil(async () => (await kinds(callId)).includes('ended'), { timeout: 10_000 });
}

/** No ear, no bridge beside a talk, and no phone of a supervisor who supervises. */
async function nothingOfSupervising(): Promise<void> {
  const left = async () => {
    const { node } = world.holos;
    const [channels, bridges] = await Promise.all([
      node.ari<{ id: string }[]>('channels', 'list', {}),
      node.ari<{ id: string }[]>('bridges', 'list', {}),
    ]);
    return [...channels, ...bridges].map(({ id }) => id).filter((id) => id.includes('-supervisor-'));
  };
  await expect.poll(left, { timeout: 5_000 }).toEqual([]);
}

test('listen, whisper, join, and back: who hears whom; the whisper is not in the recording, the joining is', async () => {
  const { caller, operator, callId } = await at.talksTo('irina');
  const supervisor = await supervises(callId, 'listen');
  await isNow(natalia, 'supervising');
  expect(irina.call?.supervised).toBeNull();
  await says(caller, 'leak', { heardBy: [operator, supervisor] });
  await says(operator, 'operator-hello', { heardBy: [caller, supervisor] });
  await says(supervisor, 'no-heating', { notBy: [caller, operator] });

  await natalia.desk.ask('supervise', callId, 'whisper');
  await isAt('whisper');
  await irina.sees('who whispers', ({ state }) => state.call?.supervised?.how === 'whisper');
  await says(supervisor, 'operator-noted', { heardBy: [operator], notBy: [caller] });
  await says(caller, 'leak', { heardBy: [operator, supervisor] });

  await natalia.desk.ask('supervise', callId, 'join');
  await isAt('join');
  await says(supervisor, 'no-heating', { heardBy: [caller, operator] });
  await says(caller, 'leak', { heardBy: [operator, supervisor] });
  await says(operator, 'operator-hello', { heardBy: [caller, supervisor] });

  await natalia.desk.ask('supervise', callId, 'listen');
  await isAt('listen');
  await irina.sees('nobody', ({ state }) => state.call?.supervised === null);
  await says(supervisor, 'operator-noted', { notBy: [caller, operator] });
  await says(caller, 'leak', { heardBy: [operator, supervisor] });
  await says(operator, 'operator-hello', { heardBy: [caller, supervisor] });

  await natalia.desk.ask('supervise-end');
  expect(await supervisor.ended()).toMatchObject({ by: 'holos' });
  await isNow(natalia, 'paused');
  expect(natalia.desk.state.superviseEnded).toBeNull();
  await nothingOfSupervising();
  await says(caller, 'leak', { heardBy: [operator] });
  await says(operator, 'operator-hello', { heardBy: [caller] });
  await irina.endsTheTalk();
  await ended(callId);

  const told = (await steps(callId)).flatMap((step) =>
    step.kind === 'supervised' ? [step.how] : step.kind === 'supervise-ended' ? ['ended'] : [],
  );
  expect(told).toEqual(['listen', 'whisper', 'join', 'listen', 'ended']);
  const { id } = await finishedRecordingOf(world, callId);
  const [, heard] = await sidesOf(await openRecording(world, id));
  expect(await alike(heard, 'operator-noted')).toBeLessThan(0.35);
  expect(await alike(heard, 'no-heating')).toBeGreaterThan(0.7);
});

test('taken over: the two talk on alone, the operator wraps up, record, room and recording go on as one', async () => {
  const { caller, operator, callId } = await at.talksTo('irina');
  await says(caller, 'leak', { heardBy: [operator] });
  const supervisor = await supervises(callId, 'whisper');
  await natalia.desk.ask('take-over', callId);
  await natalia.sees('the talk', ({ state }) => state.call?.callId === callId && state.supervising === null);
  await isNow(natalia, 'talking');
  expect(await operator.ended()).toMatchObject({ by: 'holos' });
  await irina.sees('wrap-up', ({ state }) => state.me.state === 'wrap-up' && state.call === null);
  await says(supervisor, 'no-heating', { heardBy: [caller] });
  await says(caller, 'leak', { heardBy: [supervisor] });
  await natalia.desk.ask('hold', callId, true);
  await caller.hearsMusic();
  await natalia.desk.ask('hold', callId, false);
  await says(supervisor, 'operator-noted', { heardBy: [caller] });
  await natalia.endsTheTalk();
  expect(await caller.ended()).toMatchObject({ by: 'holos' });
  // She took no calls before, and takes none after it.
  await isNow(natalia, 'paused');
  await ended(callId);
  const story = await steps(callId);
  const from = irina.id;
  expect(story).toContainEqual(expect.objectContaining({ kind: 'taken-over', operatorId: natalia.id, from }));
  expect(story.filter(({ kind }) => kind === 'connected')).toHaveLength(2);
  const { id } = await finishedRecordingOf(world, callId);
  const [resident, heard] = await sidesOf(await openRecording(world, id));
  expect(await alike(resident, 'leak')).toBeGreaterThan(0.7);
  expect(await alike(heard, 'no-heating')).toBeGreaterThan(0.7);
});

test('taken over while the caller is on hold, and after joining', async () => {
  for (const before of ['hold', 'join'] as const) {
    const { caller, callId } = await at.talksTo('irina');
    if (before === 'hold') {
      await irina.desk.ask('hold', callId, true);
      await caller.hearsMusic();
    }
    const supervisor = await supervises(callId, before === 'join' ? 'join' : 'listen');
    await natalia.desk.ask('take-over', callId);
    await isNow(natalia, 'talking');
    await irina.sees('wrap-up', ({ state }) => state.me.state === 'wrap-up');
    await says(supervisor, 'no-heating', { heardBy: [caller] });
    await says(caller, 'leak', { heardBy: [supervisor] });
    await caller.hangsUp();
    await isNow(natalia, 'wrap-up');
    for (const one of [irina, natalia]) await one.desk.wrapsUp();
    await irina.desk.ask('pause', 'break');
  }
}, 180_000);

test('on hold and in a consultation he hears what the operator hears; whom he whispers to there, hears him', async () => {
  const { caller, operator, callId } = await at.talksTo('irina');
  const supervisor = await supervises(callId, 'whisper');
  await irina.desk.ask('hold', callId, true);
  await caller.hearsMusic();
  await says(operator, 'operator-hello', { heardBy: [supervisor] });
  await says(supervisor, 'no-heating', { heardBy: [operator] });
  await expect(natalia.desk.ask('supervise', callId, 'join')).rejects.toMatchObject({ code: 'desk.not-now' });

  await roman.desk.ask('ready');
  const rings = roman.picksUp();
  await irina.desk.ask('consult', callId, { operatorId: roman.id });
  const colleague = await rings;
  await irina.sees('the colleague', ({ state }) => state.call?.consult?.stage === 'talking');
  await says(colleague, 'operator-noted', { heardBy: [operator, supervisor] });
  await says(operator, 'operator-hello', { heardBy: [colleague, supervisor] });
  await says(supervisor, 'no-heating', { heardBy: [operator], notBy: [colleague] });
  await roman.desk.ask('end', callId);
  await irina.sees('nobody beside', ({ state }) => state.call?.consult === null);
  await says(supervisor, 'no-heating', { heardBy: [operator] });

  await irina.desk.ask('hold', callId, false);
  await irina.sees('nobody beside', ({ state }) => state.call?.consult === null && !state.call.held);
  await says(caller, 'leak', { heardBy: [operator, supervisor] });
  await says(supervisor, 'no-heating', { heardBy: [operator], notBy: [caller] });
  // With a supervisor who has joined, the caller is not put on hold.
  await natalia.desk.ask('supervise', callId, 'join');
  await isAt('join');
  await expect(irina.desk.ask('hold', callId, true)).rejects.toMatchObject({ code: 'desk.not-now' });
  await expect(irina.desk.ask('consult', callId, { number: '0671234500' })).rejects.toMatchObject({
    code: 'desk.not-now',
  });
}, 180_000);

test('the talk ends in any way: nothing more is heard, she is what she was, and is told why', async () => {
  const whys = {
    ...({ caller: 'caller-left', operator: 'operator-ended' } as const),
    ...({ transferred: 'handed-on', 'handed over': 'handed-on' } as const),
  };
  for (const [how, why] of Object.entries(whys)) {
    const { caller, callId } = await at.talksTo('irina');
    const supervisor = await supervises(callId, 'listen');
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
    await isAtNothing();
    expect(natalia.desk.state.superviseEnded).toBe(why);
    await isNow(natalia, 'paused');
    if (how === 'transferred' || how === 'handed over') expect(caller.isOver).toBe(false);
    await irina.sees('wrap-up', ({ state }) => state.me.state === 'wrap-up');
    await caller.hangsUp();
    await ended(callId);
    expect((await kinds(callId)).filter((kind) => kind === 'supervise-ended')).toHaveLength(1);
    await irina.desk.wrapsUp();
    await irina.desk.ask('pause', 'break');
    await roman.desk.wrapsUp().catch(() => undefined);
  }
}, 240_000);

test('recording switched off: it is heard by the supervisor, and kept by nobody', async () => {
  const { caller, operator, callId } = await at.talksTo('irina');
  const supervisor = await supervises(callId, 'listen');
  await irina.desk.ask('record', callId, false);
  await irina.sees('the switch', ({ state }) => state.call?.recordingOff === true);
  await says(caller, 'leak', { heardBy: [operator, supervisor] });
  await caller.hangsUp();
  const { id } = await finishedRecordingOf(world, callId);
  const [resident] = await sidesOf(await openRecording(world, id));
  expect(await alike(resident, 'leak')).toBeLessThan(0.35);
}, 120_000);

test('her phone hangs up: the two notice nothing, and nothing of it remains', async () => {
  const { caller, operator, callId } = await at.talksTo('irina');
  for (const how of ['listen', 'join'] as const) {
    const supervisor = await supervises(callId, how);
    await supervisor.hangsUp();
    await isAtNothing();
    await isNow(natalia, 'paused');
    await nothingOfSupervising();
    await says(operator, 'operator-hello', { heardBy: [caller] });
    await says(caller, 'leak', { heardBy: [operator] });
  }
}, 120_000);

test('her phone does not pick up: she is told, and is what she was', async () => {
  const { callId } = await at.talksTo('irina');
  const rings = natalia.phone.isCalled();
  await natalia.desk.ask('supervise', callId, 'listen');
  await (await rings).refuses('busy');
  await isAtNothing();
  expect(natalia.desk.state.superviseEnded).toBe('not-reached');
  await isNow(natalia, 'paused');
});

test('what is refused: an operator’s role, no such call, a caller who waits, a second supervisor, one who talks herself', async () => {
  const refused = (who: DeskWorker, callId: string, code: string) =>
    expect(who.desk.ask('supervise', callId, 'listen')).rejects.toMatchObject({ code });
  const { callId } = await at.talksTo('irina');
  await refused(roman, callId, 'session.may-not');
  await refused(natalia, 'nobody', 'call.unknown');
  await expect(natalia.desk.ask('take-over', callId)).rejects.toMatchObject({ code: 'desk.not-now' });
  await expect(natalia.desk.ask('supervise-end')).rejects.toMatchObject({ code: 'desk.not-now' });

  const admin = await DeskWorker.start(world, 'admin');
  onTestFinished(() => admin.stop());
  await supervises(callId, 'listen');
  await refused(admin, callId, 'supervise.taken');
  await natalia.desk.ask('supervise-end');
  await supervises(callId, 'listen', admin);
  await admin.desk.ask('take-over', callId);
  await isNow(admin, 'talking');
  // His own talk, and any other while he talks.
  await refused(admin, callId, 'desk.not-now');
  await isNow(irina, 'wrap-up');
  await admin.endsTheTalk();
}, 120_000);

test('whoever supervises is offered no call; afterwards the one who waits is rung to him', async () => {
  const { callId } = await at.talksTo('irina');
  await natalia.desk.ask('ready');
  await supervises(callId, 'listen');
  await isNow(natalia, 'supervising');
  const { caller: second } = await at.asksForAPerson();
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
  const first = await at.talksTo('irina');
  const { caller, callId: secondId } = await at.talksTo('roman');
  const one = await supervises(first.callId, 'listen');
  const states: string[] = [];
  const stop = world.holos.bus.on('operator', ({ operatorId, state }) => {
    if (operatorId === natalia.id) states.push(state);
  });
  const other = await supervises(secondId, 'whisper');
  stop();
  expect(states).toEqual([]);
  expect(one.isOver).toBe(true);
  await says(caller, 'leak', { heardBy: [other] });
  await says(first.caller, 'no-heating', { notBy: [other] });
}, 120_000);

test('another controller: nothing of the supervising remains, the two talk on, and what was said of it is closed', async () => {
  for (const how of ['whisper', 'join'] as const) {
    const { caller, operator, callId } = await at.talksTo('irina');
    const supervisor = await supervises(callId, how);
    await world.restart();
    expect(await supervisor.ended()).toMatchObject({ by: 'holos' });
    await irina.sees('the talk', ({ state }) => state.call?.stage === 'talking', 30_000);
    await nothingOfSupervising();
    await says(operator, 'operator-hello', { heardBy: [caller] });
    await says(caller, 'leak', { heardBy: [operator] });
    expect((await kinds(callId)).filter((kind) => kind === 'supervise-ended')).toHaveLength(1);
    await irina.endsTheTalk();
    await isNow(natalia, 'paused');
  }
}, 180_000);

test('another controller after a talk was taken over: it is hers', async () => {
  const { caller, callId } = await at.talksTo('irina');
  const supervisor = await supervises(callId, 'listen');
  await natalia.desk.ask('take-over', callId);
  await isNow(natalia, 'talking');
  await says(caller, 'leak', { heardBy: [supervisor] });
  await world.restart();
  await natalia.sees('the talk', ({ state }) => state.call?.stage === 'talking', 30_000);
  await says(supervisor, 'no-heating', { heardBy: [caller] });
  await natalia.endsTheTalk();
  expect(await caller.ended()).toMatchObject({ by: 'holos' });
}, 120_000);
