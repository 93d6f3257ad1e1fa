import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
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
    await at.killed();
    await Promise.all([caller.ended(), called.ended()]);
    for (const one of [natalia, roman])
      await one.sees('nobody', ({ state }) => state.call === null && state.me.state === 'paused');
  }
  await at.mayBeOffered(roman);
  await at.mayBeOffered(natalia);
}, 240_000);

test('while somebody is asked for help, and his phone rings: it falls silent, the caller is on hold as before', async () => {
  const { caller, operator, callId } = await at.talking();
  await roman.desk.ask('ready');
  const rings = roman.phone.isCalled();
  await irina.desk.ask('consult', callId, { operatorId: roman.id });
  const phone = await rings;
  await at.killed({ callId, kind: 'consulted' });
  await phone.ended();
  await irina.sees('the caller on hold', ({ state }) => state.call?.held === true && !state.call.consult);
  await roman.sees('nothing', ({ state }) => state.call === null && state.me.state === 'paused');
  await caller.hearsMusic();
  await irina.desk.ask('hold', callId, false);
  await at.says(operator, 'operator-hello', { heardBy: [caller] });
  await at.says(caller, 'leak', { heardBy: [operator] });
  await at.hasSteps(callId, 'consult-ended', 1);
  await irina.endsTheTalk();
  await at.mayBeOffered(roman);
}, 180_000);

test('while a colleague is talked to, and again while they are three: all notice nothing, and it goes on to its end', async () => {
  const { caller, operator, callId } = await at.talking();
  const helper = await asksRoman(callId);

  await at.killed({ callId, kind: 'consulted' });
  await consults('talking');
  expect(irina.call).toMatchObject({ callId, held: true, consult: { with: { operatorId: roman.id } } });
  expect(roman.call).toMatchObject({ callId, askedBy: irina.id });
  expect(roman.desk.state.me.state).toBe('talking');
  await caller.hearsMusic();
  await at.says(operator, 'operator-noted', { heardBy: [helper], notBy: [caller] });
  await at.says(helper, 'operator-hello', { heardBy: [operator], notBy: [caller] });

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

test('while a colleague is talked to: afterwards he leaves, or is let go, and wraps up as always', async () => {
  for (const how of ['leaves', 'back'] as const) {
    const { caller, operator, callId } = await at.talking();
    const helper = await asksRoman(callId);
    await at.killed({ callId, kind: 'consulted' });
    await consults('talking');
    if (how === 'leaves') await roman.desk.ask('leave', callId);
    else await irina.desk.ask('consult-end', callId, 'back');
    expect(await helper.ended()).toMatchObject({ by: 'holos' });
    await roman.sees('wrap-up', ({ state }) => state.me.state === 'wrap-up' && !state.call);
    await consults(null);
    if (how === 'leaves') await irina.desk.ask('hold', callId, false);
    await at.says(caller, 'leak', { heardBy: [operator] });
    await at.says(operator, 'operator-hello', { heardBy: [caller] });
    await irina.endsTheTalk();
    await roman.desk.wrapsUp();
  }
}, 240_000);

test('while a telephone outside is asked: the two talk on, and the caller may be handed over to it', async () => {
  const { caller, operator, callId } = await at.talking();
  const plumber = at.holos.town.resident('+380671234500');
  plumber.doesNotAnswer();
  const called = plumber.isCalled();
  await irina.desk.ask('consult', callId, { number: '067 123 45 00' });
  const outside = await called;
  await outside.answers();
  await consults('talking');
  await at.killed({ callId, kind: 'consulted' });
  await consults('talking');
  await at.says(outside, 'operator-hello', { heardBy: [operator], notBy: [caller] });
  await irina.desk.ask('consult-end', callId, 'hand-over');
  await isNow(irina, 'wrap-up');
  await at.says(caller, 'leak', { heardBy: [outside] });
  await outside.hangsUp();
  expect(await caller.ended()).toMatchObject({ by: 'holos' });
}, 180_000);
