import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { lockPerson, unlockPerson } from '../../agent-desk/server/people.ts';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { knownNumbers } from '../../db/seeds/numbers.ts';
import { dial } from '../../telephony/call/dial.ts';
import { rate } from '../town/sound/wav.ts';
import { fallsAsleep } from './asleep.ts';
import type { DeskPage } from './desk-page.ts';
import { callsForAPerson, type Floor, nothingLeft, startFloor } from './floor.ts';
import { hears, hearsNothing, hearsNothingOf, shareOf } from './voices.ts';

/** Talks between residents with real telephones and operators in real browsers; who is heard is told by the sound. */
let floor: Floor;

beforeAll(async () => {
  floor = await startFloor({ browser: 'whole' });
});

afterEach(() => floor.clear());
afterAll(() => floor?.stop());

/** The usual beginning: one operator, one resident, and both hear each other. */
async function talking() {
  const { operator1, resident } = floor.voices;
  const desk = await floor.desk('operator1');
  await desk.beginsToWork();
  const call = await callsForAPerson(floor, knownNumbers.nobody, resident);
  await desk.rings();
  await desk.answers();
  await Promise.all([hears(call, operator1), hears(desk, resident)]);
  return { desk, call, callId: await desk.callId() };
}

const last = (sound: Int16Array, seconds: number) => sound.slice(-seconds * rate);

test('a resident presses 0 and talks to an operator who has the card open; the call can be read and replayed; a request that is written in it has a number, stands on the card the next time, and that call is linked to it by one click', async () => {
  const { voices, world } = floor;
  const desk = await floor.desk('operator1');
  await desk.beginsToWork();
  const call = await callsForAPerson(floor, knownNumbers.one, voices.resident);
  await desk.rings();
  await desk.phoneRings();
  expect(await desk.cardAtInvite()).toContain('Коваленко Олена Петрівна');
  await desk.answers();
  await Promise.all([hears(call, voices.operator1), hears(desk, voices.resident)]);
  await expect.poll(() => desk.timer.innerText(), { timeout: 4_000 }).toMatch(/^0?0:0[2-9]$/);

  const callId = await desk.callId();
  const number = await desk.writesRequest('ліфт', 'Ліфт стоїть між поверхами.');
  expect(number).toMatch(/\d/);
  await desk.endsTheCall();
  expect((await call.ended()).by).toBe('holos');
  const endedAt = Date.now();
  await expect
    .poll(async () => (await floor.call(desk, callId)).recordings[0]?.state, { interval: 50 })
    .toBe('finished');
  const [recording] = (await floor.call(desk, callId)).recordings;
  const { left, right } = await floor.recording(desk, recording?.id ?? 0);
  expect(Date.now() - endedAt).toBeLessThan(1_000);
  expect(shareOf(voices.resident, last(left, 2))).toBeGreaterThan(0.6);
  expect(shareOf(voices.operator1, last(right, 2))).toBeGreaterThan(0.6);
  expect(shareOf(voices.operator1, left)).toBe(0);
  expect(shareOf(voices.resident, right)).toBe(0);

  await desk.isNow('wrap-up');
  await desk.showsTheCardOf(callId);
  await desk.countsDown();
  await desk.isNow('ready', 8_000);
  const { steps } = await floor.call(desk, callId);
  const kinds = steps.map(({ kind }) => kind);
  const story = [
    'arrived',
    'identified',
    'answered',
    'waiting',
    'offered',
    'connected',
    'left-operator',
    'ended',
  ];
  expect(kinds.filter((kind) => story.includes(kind))).toEqual(story);
  expect(await desk.opensTheLastCall()).toContain('Розмова з оператором: Мельник Ірина');
  await nothingLeft(world);
  await isLinkedTo(number, desk);
});

/** The same resident calls again about what stands in this request. */
async function isLinkedTo(number: string, desk: DeskPage): Promise<void> {
  const call = await callsForAPerson(floor, knownNumbers.one);
  await desk.rings();
  await desk.phoneRings();
  expect(await desk.card.innerText()).toContain(number);
  await desk.answers();
  const callId = await desk.callId();
  await desk.card.locator('.request', { hasText: number }).getByText(uk['request.link']).click();
  await desk.shows('request.linked');
  const { steps } = await floor.call(desk, callId);
  expect(steps).toContainEqual(expect.objectContaining({ kind: 'request-linked', number }));
  await call.hangsUp();
  await desk.isDone('3');
  expect(await floor.call(desk, callId)).toMatchObject({ disposition: 'status' });
}

/** Another call rings this operator's phone; what its caller is told, and after how long. */
async function ringsInVain(operatorId: number, headers: Record<string, string>) {
  const { node } = floor.world.holos;
  const rungAtMs = Date.now();
  const number = '+380671119909';
  const dialling = {
    ...{ channelId: `n1-second-${rungAtMs}`, endpoint: `PJSIP/operator-${operatorId}` },
    ...{ callerNumber: number, ringMs: 8_000, purpose: 'leg', headers },
  };
  const told = await dial(node, dialling, AbortSignal.timeout(9_000)).catch((error: unknown) => error);
  return { told, afterMs: Date.now() - rungAtMs };
}

test('a second call is told that the phone is busy; on hold the resident hears music and neither hears the other; muted, silence; keys of the keypad arrive there', async () => {
  const { operator1, resident } = floor.voices;
  const { desk, call } = await talking();
  const { id } = await floor.world.db('operators').where({ login: 'operator1' }).first('id');
  const ofOthers: Record<string, string>[] = [
    {},
    { 'X-Holos-Call': 'n1-another' },
    { 'X-Holos-Resume': '1' },
  ];
  for (const headers of ofOthers) {
    const { told, afterMs } = await ringsInVain(id, headers);
    expect(told).toMatchObject({ code: 'call.not-reached', reason: 'busy' });
    expect(afterMs).toBeLessThan(1_000);
  }
  await Promise.all([hears(call, operator1), hears(desk, resident)]);
  await desk.holds();
  await call.hearsMusic();
  await Promise.all([hearsNothingOf(call, operator1), hearsNothing(desk)]);
  await desk.goesOn();
  await Promise.all([hears(call, operator1), hears(desk, resident)]);

  await desk.mutes();
  await call.hearsSilence(1_000);
  await hears(desk, resident);
  await desk.unmutes();
  await hears(call, operator1);

  await desk.pressesKeys('1580*#');
  await expect.poll(() => call.keysHeard(), { timeout: 5_000 }).toBe('1580*#');
});

test('a page that is loaded anew goes on with its talk, and who is on hold stays there; without a controller both talk on, and the desk is back by itself', async () => {
  const { operator1, resident } = floor.voices;
  const { desk, call, callId } = await talking();
  await desk.reloads();
  const loadedAt = Date.now();
  await Promise.all([hears(call, operator1), hears(desk, resident)]);
  expect(Date.now() - loadedAt).toBeLessThan(5_000);
  await desk.isNow('talking');
  await desk.holds();
  await desk.reloads();
  await desk.button('call.unhold').waitFor();
  await call.hearsMusic();
  await hearsNothingOf(call, operator1);
  await desk.goesOn();
  await Promise.all([hears(call, operator1), hears(desk, resident)]);
  await floor.restart(async () => {
    await desk.shows('link.lost.call');
    await Promise.all([hears(call, operator1), hears(desk, resident)]);
  });
  await desk.showsNoMore('link.lost.call');
  await desk.isNow('talking');
  await Promise.all([hears(call, operator1), hears(desk, resident)]);
  await desk.endsTheCall();
  await call.ended();
  await nothingLeft(floor.world);
  const { steps, recordings } = await floor.call(desk, callId);
  expect(recordings).toHaveLength(1);
  expect(steps.filter(({ kind }) => kind === 'operator-back')).toHaveLength(2);
});

test('a laptop that sleeps for 20 s with its sound: the resident is told soon, and hears the operator soon after', async () => {
  const { operator1, resident } = floor.voices;
  const { desk, call, callId } = await talking();
  const wakes = await fallsAsleep(desk.page);
  const asleepAt = Date.now();
  try {
    await call.hears('operator.returning', {}, { limitMs: 9_000 });
    await call.hearsMusic();
    await pause(asleepAt + 20_000 - Date.now());
  } finally {
    wakes();
  }
  const awakeAt = Date.now();
  await hears(call, operator1);
  expect(Date.now() - awakeAt).toBeLessThan(5_000);
  await hears(desk, resident);
  await desk.isNow('talking');
  expect((await floor.call(desk, callId)).recordings).toHaveLength(1);
});

test('a tab that is killed leaves the resident in good hands: music, the head of the line, and another operator, who sees his story', async () => {
  const { operator2, resident } = floor.voices;
  const colleague = await floor.desk('operator2');
  await colleague.logsIn();
  const { desk, call } = await talking();
  await colleague.hasAPhone();
  const callId = await desk.callId();
  const waits = await callsForAPerson(floor, '+380671119905');
  await waits.hears('queue.wait.first');
  await desk.isKilled();
  await call.hears('operator.returning', {}, { limitMs: 10_000 });
  await call.hearsMusic();
  await call.hears('queue.wait.first', {}, { limitMs: 40_000 });
  await colleague.asksToBeReady();
  await colleague.rings();
  expect(await colleague.callId()).toBe(callId);
  expect(await colleague.card.innerText()).toMatch(/Натиснуто 0.*Мельник Ірина.*Зв’язок з оператором зник/s);
  await colleague.answers();
  await Promise.all([hears(call, operator2), hears(colleague, resident)]);
  await floor.isNow('operator1', 'offline');
});

test('who logs out in a talk is told to end it first; where he is locked out in it, the resident is not told that he comes back: another operator rings at once', async () => {
  const { operator1, operator2, resident } = floor.voices;
  const colleague = await floor.desk('operator2');
  await colleague.logsIn();
  const { desk, call, callId } = await talking();
  await desk.page.getByRole('button', { name: uk['nav.logout'] }).click();
  await desk.shows('failure.in-a-call');
  await Promise.all([hears(call, operator1), hears(desk, resident)]);
  await colleague.hasAPhone();
  await colleague.asksToBeReady();
  const { db } = floor.world;
  await lockPerson(db, { login: 'operator1' });
  try {
    await desk.shows('login.revoked');
    await colleague.rings(5_000);
    expect(await colleague.callId()).toBe(callId);
    await colleague.answers();
    await Promise.all([hears(call, operator2), hears(colleague, resident)]);
    const { steps } = await floor.call(colleague, callId);
    expect(steps.filter((step) => step.kind === 'said' && step.prompt === 'operator.returning')).toEqual([]);
    await floor.isNow('operator1', 'offline', 25_000);
  } finally {
    await unlockPerson(db, { login: 'operator1' });
  }
});
