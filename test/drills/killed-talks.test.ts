import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { SuperviseHow } from '../../events.ts';
import { isNow } from '../calls/at-desks.ts';
import type { TownCall } from '../town/call.ts';
import type { DeskWorker } from '../town/desk-worker.ts';
import { ThreeDesks } from './three-desks.ts';

/** The controller is killed with -9 while several people are at one talk: who hears whom is told by the sound on each telephone. */
let at: ThreeDesks;
let irina: DeskWorker;
let roman: DeskWorker;
let natalia: DeskWorker;

beforeAll(async () => {
  at = await ThreeDesks.start();
  ({ irina, roman, natalia } = at);
});
afterAll(() => at?.stop());
afterEach(() => at.clear());

const consults = (stage: string | null) =>
  irina.sees(`a consultation: ${stage}`, ({ state }) => (state.call?.consult?.stage ?? null) === stage);

/** Irina asks Roman, who has picked up, while the caller hears music; his phone. */
async function asksRoman(callId: string): Promise<TownCall> {
  await roman.desk.ask('ready');
  const picked = roman.picksUp();
  await irina.desk.ask('consult', callId, { operatorId: roman.id });
  const helper = await picked;
  await consults('talking');
  return helper;
}

/** Natalia is at Irina's talk in this way; her phone. */
async function supervises(callId: string, how: SuperviseHow): Promise<TownCall> {
  const rings = natalia.phone.isCalled();
  await natalia.desk.ask('supervise', callId, how);
  const phone = await rings;
  await phone.answers();
  await natalia.sees(how, ({ state }) => state.supervising?.stage === 'on');
  return phone;
}

/** Natalia and Roman, who has picked up; the phones of both. */
async function callEachOther(): Promise<[TownCall, TownCall]> {
  const [own, other] = [natalia.phone.isCalled(), roman.phone.isCalled()];
  await natalia.desk.ask('call-colleague', roman.id);
  const caller = await own;
  await caller.answers();
  const called = await other;
  await called.answers();
  for (const one of [natalia, roman])
    await one.sees('a talk', ({ state }) => state.call?.stage === 'talking');
  return [caller, called];
}

/** She was at the talk when the controller was killed: nothing of that is left, and she is told why. */
async function isOutOfIt(phone: TownCall): Promise<void> {
  expect(await phone.ended()).toMatchObject({ by: 'holos' });
  await irina.sees('the talk', ({ state }) => state.call?.stage === 'talking' && !state.call.supervised);
  await natalia.sees('no talk', ({ state }) => state.supervising === null && state.me.state === 'paused');
  expect(natalia.desk.state.superviseEnded).toBe('interrupted');
  for (const kind of ['channels', 'bridges'] as const)
    expect((await at.holos.inAsterisk(kind)).filter(({ id }) => id.includes('-supervisor-'))).toEqual([]);
}

test('while two colleagues call each other, and a telephone outside is asked by a third: the two are silent and may call again; the others talk on, and the caller may be handed over', async () => {
  const { caller, operator, callId } = await at.talking();
  const plumber = at.holos.town.resident('+380671234500');
  plumber.doesNotAnswer();
  const asked = plumber.isCalled();
  await irina.desk.ask('consult', callId, { number: '067 123 45 00' });
  const outside = await asked;
  await outside.answers();
  await consults('talking');
  const [own, called] = await callEachOther();
  await at.killed({ callId, kind: 'consulted' });
  await Promise.all([own.ended(), called.ended()]);
  for (const one of [natalia, roman])
    await one.sees('nobody', ({ state }) => state.call === null && state.me.state === 'paused');
  await consults('talking');
  await at.says(outside, 'operator-hello', { heardBy: [operator], notBy: [caller] });
  await irina.desk.ask('consult-end', callId, 'hand-over');
  await isNow(irina, 'wrap-up');
  await at.says(caller, 'leak', { heardBy: [outside] });
  await outside.hangsUp();
  expect(await caller.ended()).toMatchObject({ by: 'holos' });

  const [again, too] = await callEachOther();
  await at.says(again, 'operator-hello', { heardBy: [too] });
  await again.hangsUp();
  for (const one of [natalia, roman]) await isNow(one, 'paused');
  await at.mayBeOffered(natalia);
}, 240_000);

test('while the phones of a colleague who is asked for help and of a supervisor ring: they fall silent, the caller is on hold as before; while she has joined: the two talk on alone, and she may do it again', async () => {
  const { caller, operator, callId } = await at.talking();
  await roman.desk.ask('ready');
  const rings = [roman.phone.isCalled(), natalia.phone.isCalled()];
  await irina.desk.ask('consult', callId, { operatorId: roman.id });
  await natalia.desk.ask('supervise', callId, 'listen');
  const phones = await Promise.all(rings);
  await at.killed({ callId, kind: 'consulted' });
  await Promise.all(phones.map((phone) => phone.ended()));
  await irina.sees('the caller on hold', ({ state }) => state.call?.held === true && !state.call.consult);
  await roman.sees('nothing', ({ state }) => state.call === null && state.me.state === 'paused');
  await natalia.sees('no talk', ({ state }) => state.supervising === null && state.me.state === 'paused');
  await caller.hearsMusic();
  await irina.desk.ask('hold', callId, false);
  await at.says(operator, 'operator-hello', { heardBy: [caller] });
  await at.says(caller, 'leak', { heardBy: [operator] });
  await at.hasSteps(callId, 'consult-ended', 1);

  const before = await supervises(callId, 'join');
  await at.killed({ callId, kind: 'supervised' });
  await isOutOfIt(before);
  await at.says(operator, 'operator-hello', { heardBy: [caller] });
  await at.says(caller, 'leak', { heardBy: [operator] });
  const again = await supervises(callId, 'listen');
  await at.says(caller, 'no-heating', { heardBy: [operator, again] });
  await irina.endsTheTalk();
  await again.ended();
  await at.hasSteps(callId, 'supervise-ended', 2);
}, 240_000);

test('while a colleague is talked to with a supervisor at it, and again while they are three: she alone is out of it, who is asked may leave, and may take the call over', async () => {
  const { caller, operator, callId } = await at.talking();
  const left = await asksRoman(callId);
  const supervisor = await supervises(callId, 'whisper');
  await at.killed({ callId, kind: 'supervised' });
  await isOutOfIt(supervisor);
  await consults('talking');
  expect(irina.call).toMatchObject({ callId, held: true, consult: { with: { operatorId: roman.id } } });
  expect(roman.call).toMatchObject({ callId, askedBy: irina.id });
  expect(roman.desk.state.me.state).toBe('talking');
  await caller.hearsMusic();
  await at.says(operator, 'operator-noted', { heardBy: [left], notBy: [caller] });
  await at.says(left, 'operator-hello', { heardBy: [operator], notBy: [caller] });
  await roman.desk.ask('leave', callId);
  expect(await left.ended()).toMatchObject({ by: 'holos' });
  await roman.sees('wrap-up', ({ state }) => state.me.state === 'wrap-up' && !state.call);
  await roman.desk.wrapsUp();
  await consults(null);

  const helper = await asksRoman(callId);
  await irina.desk.ask('consult-end', callId, 'join');
  await consults('three');
  await at.killed({ callId, kind: 'three-together' });
  await consults('three');
  expect(irina.call).toMatchObject({ callId, held: false });
  await at.says(caller, 'leak', { heardBy: [operator, helper] });
  await at.says(helper, 'operator-hello', { heardBy: [operator, caller] });
  await at.says(operator, 'operator-noted', { heardBy: [helper, caller] });

  await irina.desk.ask('consult-end', callId, 'hand-over');
  await isNow(irina, 'wrap-up');
  expect(await operator.ended()).toMatchObject({ by: 'holos' });
  await roman.sees('the call is his', ({ state }) => state.call?.askedBy === null);
  await at.says(caller, 'no-heating', { heardBy: [helper] });
  await roman.endsTheTalk();
  expect(await caller.ended()).toMatchObject({ by: 'holos' });
  await at.mayBeOffered(irina);
  await at.mayBeOffered(roman);
}, 300_000);
