import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { stepsOf } from '../../db/queries/call-events.ts';
import { rememberLanguage } from '../../db/queries/number-languages.ts';
import type { SuperviseHow } from '../../events.ts';
import type { TownCall } from '../town/call.ts';
import { DeskWorker } from '../town/desk-worker.ts';
import { rate, readWav, writeWav } from '../town/sound/wav.ts';
import { startWorld, type World } from '../town/world.ts';
import { heardIn } from './heard-in.ts';
import { finishedRecordingOf, openRecording, sidesOf } from './recorded.ts';

/** A supervisor at a talk: who hears whom is told by the sound on each telephone. */
let world: World;
let irina: DeskWorker;
let roman: DeskWorker;
let natalia: DeskWorker;

beforeAll(async () => {
  world = await startWorld();
  irina = await DeskWorker.start(world, 'operator1');
  roman = await DeskWorker.start(world, 'operator2');
  natalia = await DeskWorker.start(world, 'supervisor');
});
afterAll(() => world?.stop());
afterEach(async () => {
  await Promise.all(world.town.calls.map((call) => call.hangsUp()));
  await vi.waitUntil(() => world.holos.live.size === 0, { timeout: 10_000 });
  await nothingOfSupervising();
  for (const one of [irina, roman, natalia]) {
    await one.desk.wrapsUp().catch(() => undefined);
    await one.desk.ask('pause', 'break').catch(() => undefined);
    await one.sees('a pause', ({ state }) => state.me.state === 'paused');
  }
  expect(world.town.faults).toEqual([]);
});

let numbers = 800;

/** A resident talks to Irina. */
async function talking() {
  const number = `+3806799${String(numbers++).padStart(5, '0')}`;
  await rememberLanguage(world.db, number, 'uk');
  await irina.desk.ask('ready');
  const picked = irina.picksUp();
  const caller = await world.town.resident(number).calls('750600');
  await caller.hears('greeting.750-600', {}, { limitMs: 20_000 });
  await caller.presses('0');
  const operator = await picked;
  return { caller, operator, callId: irina.call?.callId ?? '' };
}

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
const isNow = (who: DeskWorker, state: string) => who.sees(state, (desk) => desk.state.me.state === state);

const spokenSeconds = 2.4;
/** The beginning of a sentence, long enough to be told from all others. */
async function sentence(name: string): Promise<string> {
  const file = path.join(tmpdir(), `holos-${process.pid}-${name}.wav`);
  await writeWav(file, (await readWav(await world.town.sentence(name, 'uk'))).slice(0, spokenSeconds * rate));
  return file;
}
/** A packet that is late on a busy machine leaves one second of a sentence less alike, but not both. */
async function likeness(sound: Int16Array, name: string): Promise<number> {
  const file = await sentence(name);
  return Math.max(await heardIn(sound, file), await heardIn(sound, file, { fromMs: 1_250 }));
}

/** What one says, some hear and the others do not. */
async function says(
  speaker: TownCall,
  name: string,
  { heardBy = [], notBy = [] }: { heardBy?: TownCall[]; notBy?: TownCall[] },
): Promise<void> {
  const from = new Map([...heardBy, ...notBy].map((one) => [one, one.heard().length]));
  await speaker.says(await sentence(name));
  const heard = (one: TownCall) => likeness(one.heard().subarray(from.get(one) ?? 0), name);
  for (const one of heardBy) expect(await heard(one), `${name} is heard`).toBeGreaterThan(0.7);
  for (const one of notBy) expect(await heard(one), `${name} is not heard`).toBeLessThan(0.35);
}

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
  const { caller, operator, callId } = await talking();
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
  expect(await likeness(heard, 'operator-noted')).toBeLessThan(0.35);
  expect(await likeness(heard, 'no-heating')).toBeGreaterThan(0.7);
}, 180_000);
