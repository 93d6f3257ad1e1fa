import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { stepsOf } from '../../../db/queries/call-events.ts';
import { unfinishedCalls } from '../../../db/queries/calls.ts';
import { rememberLanguage } from '../../../db/queries/number-languages.ts';
import type { SuperviseHow } from '../../../events.ts';
import { says as saysTo } from '../../calls/who-hears.ts';
import type { TownCall } from '../../town/call.ts';
import { DeskWorker } from '../../town/desk-worker.ts';
import { RealHolos } from '../real-holos.ts';

/** The controller is killed with -9 while several people are at one talk: who hears whom is told by the sound on each telephone. */
let holos: RealHolos;
let irina: DeskWorker;
let roman: DeskWorker;
let natalia: DeskWorker;

beforeAll(async () => {
  holos = await RealHolos.start();
  await holos.hires('irina', 'operator');
  await holos.hires('roman', 'operator');
  await holos.hires('natalia', 'supervisor');
  irina = await DeskWorker.start(holos, 'irina');
  roman = await DeskWorker.start(holos, 'roman');
  natalia = await DeskWorker.start(holos, 'natalia');
});
afterAll(() => holos?.stop());
afterEach(async () => {
  await Promise.all(holos.town.calls.map((call) => call.hangsUp()));
  await expect.poll(() => unfinishedCalls(holos.db, 'n1'), { timeout: 10_000 }).toEqual([]);
  for (const one of [irina, roman, natalia]) {
    await one.sees('nothing', ({ state }) => state.call === null && state.supervising === null);
    await one.desk.wrapsUp().catch(() => undefined);
    await one.desk.ask('pause', 'break').catch(() => undefined);
    await isNow(one, 'paused');
  }
  for (const kind of ['channels', 'bridges'] as const)
    await expect.poll(() => holos.inAsterisk(kind), { timeout: 5_000 }).toEqual([]);
  expect(holos.town.faults).toEqual([]);
});

const isNow = (who: DeskWorker, state: string) => who.sees(state, (desk) => desk.state.me.state === state);
const consults = (stage: string | null) =>
  irina.sees(`a consultation: ${stage}`, ({ state }) => (state.call?.consult?.stage ?? null) === stage);

let numbers = 200;

/** A resident talks to this operator, who is ready until then. */
async function talking(who = irina) {
  const number = `+3806722${String(numbers++).padStart(5, '0')}`;
  await rememberLanguage(holos.db, number, 'uk');
  await who.desk.ask('ready');
  const picked = who.picksUp();
  const caller = await holos.town.resident(number).calls('750600');
  await caller.hears('greeting.750-600', {}, { limitMs: 20_000 });
  await caller.presses('0');
  const operator = await picked;
  return { caller, operator, callId: who.call?.callId ?? '' };
}

/** Irina asks Roman, who has picked up, while the caller hears music; his phone. */
async function asksRoman(callId: string): Promise<TownCall> {
  await roman.desk.ask('ready');
  const picked = roman.picksUp();
  await irina.desk.ask('consult', callId, { operatorId: roman.id });
  const helper = await picked;
  await consults('talking');
  return helper;
}

/**
 * Killed, and back: all desks are with the new controller, with their phones.
 * @param logged a step that is in the log before: a controller that is killed within 50 ms of what it does has not written it
 */
async function killed(logged?: { callId: string; kind: string }): Promise<void> {
  if (logged) await hasSteps(logged.callId, logged.kind, 1);
  const everybody = [irina, roman, natalia];
  const before = everybody.map(({ desk }) => desk.snapshots);
  holos.kill('controller');
  for (const [index, one] of everybody.entries())
    await one.sees(
      'another controller',
      ({ snapshots, state }) => snapshots > (before[index] ?? 0) && state.phone.state === 'registered',
      40_000,
    );
  await holos.takesCalls();
}

const sentence = (name: string) => holos.town.sentence(name, 'uk');

/** What one says, some hear and the others do not. */
const says = async (speaker: TownCall, name: string, who: { heardBy?: TownCall[]; notBy?: TownCall[] }) =>
  saysTo(speaker, { name, file: await sentence(name) }, who);

/** The log is written a moment after it has happened. */
async function hasSteps(callId: string, kind: string, count: number): Promise<void> {
  const found = async () => (await stepsOf(holos.db, callId)).filter((step) => step.kind === kind).length;
  await expect.poll(found, { timeout: 5_000 }).toBe(count);
}

/** A caller is offered to him, for nobody else is ready, and they hear each other. */
async function mayBeOffered(who: DeskWorker): Promise<void> {
  for (const one of [irina, roman, natalia]) {
    await one.desk.wrapsUp().catch(() => undefined);
    await one.desk.ask('pause', 'break');
  }
  const { caller, operator } = await talking(who);
  await says(caller, 'leak', { heardBy: [operator] });
  await who.endsTheTalk();
  expect(await caller.ended()).toMatchObject({ by: 'holos' });
  await who.desk.ask('pause', 'break');
}

test.each<SuperviseHow>(['listen', 'whisper', 'join'])(
  'while a supervisor is at a talk (%s): she is out of it, the two talk on alone, and she may do it again',
  async (how) => {
    const { caller, operator, callId } = await talking();
    const supervise = async () => {
      const rings = natalia.phone.isCalled();
      await natalia.desk.ask('supervise', callId, how);
      const phone = await rings;
      await phone.answers();
      await natalia.sees(how, ({ state }) => state.supervising?.stage === 'on');
      return phone;
    };
    const before = await supervise();
    await killed({ callId, kind: 'supervised' });
    expect(await before.ended()).toMatchObject({ by: 'holos' });
    await irina.sees('the talk', ({ state }) => state.call?.stage === 'talking' && !state.call.supervised);
    await natalia.sees('no talk', ({ state }) => state.supervising === null && state.me.state === 'paused');
    expect(natalia.desk.state.superviseEnded).toBe('interrupted');
    for (const kind of ['channels', 'bridges'] as const)
      expect((await holos.inAsterisk(kind)).filter(({ id }) => id.includes('-supervisor-'))).toEqual([]);
    await says(operator, 'operator-hello', { heardBy: [caller] });
    await says(caller, 'leak', { heardBy: [operator] });

    const again = await supervise();
    await says(caller, 'no-heating', { heardBy: [operator, again] });
    await irina.endsTheTalk();
    await again.ended();
    await hasSteps(callId, 'supervise-ended', 2);
    await mayBeOffered(natalia);
  },
  240_000,
);

test('while the phone of a supervisor rings: it falls silent', async () => {
  const { caller, operator, callId } = await talking();
  const rings = natalia.phone.isCalled();
  await natalia.desk.ask('supervise', callId, 'listen');
  const phone = await rings;
  await killed({ callId, kind: 'connected' });
  await phone.ended();
  await natalia.sees('no talk', ({ state }) => state.supervising === null && state.me.state === 'paused');
  await says(caller, 'leak', { heardBy: [operator] });
}, 180_000);

test('while a colleague is called, and while they talk: both telephones are silent, and both may call and be called', async () => {
  for (const until of ['ringing', 'talking'] as const) {
    const [own, other] = [natalia.phone.isCalled(), roman.phone.isCalled()];
    await natalia.desk.ask('call-colleague', roman.id);
    const caller = await own;
    await caller.answers();
    const called = await other;
    if (until === 'talking') {
      await called.answers();
      for (const one of [natalia, roman])
        await one.sees('a talk', ({ state }) => state.call?.stage === 'talking');
    }
    await killed();
    await Promise.all([caller.ended(), called.ended()]);
    for (const one of [natalia, roman])
      await one.sees('nobody', ({ state }) => state.call === null && state.me.state === 'paused');
  }
  await mayBeOffered(roman);
  await mayBeOffered(natalia);
}, 240_000);

test('while somebody is asked for help, and his phone rings: it falls silent, the caller is on hold as before', async () => {
  const { caller, operator, callId } = await talking();
  await roman.desk.ask('ready');
  const rings = roman.phone.isCalled();
  await irina.desk.ask('consult', callId, { operatorId: roman.id });
  const phone = await rings;
  await killed({ callId, kind: 'consulted' });
  await phone.ended();
  await irina.sees('the caller on hold', ({ state }) => state.call?.held === true && !state.call.consult);
  await roman.sees('nothing', ({ state }) => state.call === null && state.me.state === 'paused');
  await caller.hearsMusic();
  await irina.desk.ask('hold', callId, false);
  await says(operator, 'operator-hello', { heardBy: [caller] });
  await says(caller, 'leak', { heardBy: [operator] });
  await hasSteps(callId, 'consult-ended', 1);
  await irina.endsTheTalk();
  await mayBeOffered(roman);
}, 180_000);

test('while a colleague is talked to, and again while they are three: all notice nothing, and it goes on to its end', async () => {
  const { caller, operator, callId } = await talking();
  const helper = await asksRoman(callId);

  await killed({ callId, kind: 'consulted' });
  await consults('talking');
  expect(irina.call).toMatchObject({ callId, held: true, consult: { with: { operatorId: roman.id } } });
  expect(roman.call).toMatchObject({ callId, askedBy: irina.id });
  expect(roman.desk.state.me.state).toBe('talking');
  await caller.hearsMusic();
  await says(operator, 'operator-noted', { heardBy: [helper], notBy: [caller] });
  await says(helper, 'operator-hello', { heardBy: [operator], notBy: [caller] });

  await irina.desk.ask('consult-end', callId, 'join');
  await consults('three');
  await killed({ callId, kind: 'three-together' });
  await consults('three');
  expect(irina.call).toMatchObject({ callId, held: false });
  await says(caller, 'leak', { heardBy: [operator, helper] });
  await says(helper, 'operator-hello', { heardBy: [operator, caller] });
  await says(operator, 'operator-noted', { heardBy: [helper, caller] });

  await irina.desk.ask('consult-end', callId, 'hand-over');
  await isNow(irina, 'wrap-up');
  expect(await operator.ended()).toMatchObject({ by: 'holos' });
  await roman.sees('the call is his', ({ state }) => state.call?.askedBy === null);
  await says(caller, 'no-heating', { heardBy: [helper] });
  await roman.endsTheTalk();
  expect(await caller.ended()).toMatchObject({ by: 'holos' });
  await mayBeOffered(irina);
  await mayBeOffered(roman);
}, 300_000);

test('while a colleague is talked to: afterwards he leaves, or is let go, and wraps up as always', async () => {
  for (const how of ['leaves', 'back'] as const) {
    const { caller, operator, callId } = await talking();
    const helper = await asksRoman(callId);
    await killed({ callId, kind: 'consulted' });
    await consults('talking');
    if (how === 'leaves') await roman.desk.ask('end', callId);
    else await irina.desk.ask('consult-end', callId, 'back');
    expect(await helper.ended()).toMatchObject({ by: 'holos' });
    await roman.sees('wrap-up', ({ state }) => state.me.state === 'wrap-up' && !state.call);
    await consults(null);
    if (how === 'leaves') await irina.desk.ask('hold', callId, false);
    await says(caller, 'leak', { heardBy: [operator] });
    await says(operator, 'operator-hello', { heardBy: [caller] });
    await irina.endsTheTalk();
    await roman.desk.wrapsUp();
  }
}, 240_000);

test('while a telephone outside is asked: the two talk on, and the caller may be handed over to it', async () => {
  const { caller, operator, callId } = await talking();
  const plumber = holos.town.resident('+380671234500');
  plumber.doesNotAnswer();
  const called = plumber.isCalled();
  await irina.desk.ask('consult', callId, { number: '067 123 45 00' });
  const outside = await called;
  await outside.answers();
  await consults('talking');
  await killed({ callId, kind: 'consulted' });
  await consults('talking');
  await says(outside, 'operator-hello', { heardBy: [operator], notBy: [caller] });
  await irina.desk.ask('consult-end', callId, 'hand-over');
  await isNow(irina, 'wrap-up');
  await says(caller, 'leak', { heardBy: [outside] });
  await outside.hangsUp();
  expect(await caller.ended()).toMatchObject({ by: 'holos' });
}, 180_000);
