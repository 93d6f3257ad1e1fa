import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isReady } from '../../../cli/parts/readiness.ts';
import type { Settings } from '../../../config/settings.ts';
import type { Database } from '../../../db/connect.ts';
import { stepsOf } from '../../../db/queries/call-events.ts';
import { listCalls, unfinishedCalls } from '../../../db/queries/calls.ts';
import { unfinishedRecordings } from '../../../db/queries/recordings.ts';
import { codeOf } from '../../../errors.ts';
import { heardIn, promptIn } from '../../calls/heard-in.ts';
import { finishedRecordingOf, openRecording, recordingOf, sidesOf } from '../../calls/recorded.ts';
import { says } from '../../calls/who-hears.ts';
import { DeskClient } from '../../town/desk-client.ts';
import { type Phone, registerPhone } from '../../town/phone.ts';
import type { Town } from '../../town/town.ts';
import { RealHolos } from '../real-holos.ts';

/**
 * The whole of Holos as it is really run (keeper, controller, Asterisk, MariaDB), and its parts killed with -9 in the
 * middle of calls.
 */
let holos: RealHolos;
let db: Database;
let town: Town;
let settings: Settings;
let desk: DeskClient;
let phone: Phone;

beforeAll(async () => {
  holos = await RealHolos.start();
  ({ db, town, settings } = holos);
  await openDesk();
});
afterAll(async () => {
  desk?.close();
  await holos?.stop();
});
afterEach(() => Promise.all(town.calls.map((call) => call.hangsUp())));

/** The one person who works here: the administrator of the first start, at a desk without a screen and a SIP phone. */
async function openDesk(): Promise<void> {
  const [login] = holos.logins;
  if (!login) throw new Error('nobody can log in');
  desk = await DeskClient.logIn(holos.desk, login, (changed) => {
    const { call } = changed.state;
    if (call?.stage === 'ringing') changed.ask('card-shown', call.callId).catch(() => undefined);
  });
  phone = await registerPhone(town, desk.state.phone);
  phone.owner.behaves(async (call) => {
    await call.answers();
    await call.ended(600_000);
  });
  await desk.ask('phone', 'registered');
}

/** The phone is there, and the operator wants calls. */
async function wantsCalls(): Promise<void> {
  const told = () => desk.ask('phone', 'registered').then(() => 'told', codeOf);
  await expect.poll(told, { timeout: 10_000 }).toBe('told');
  await desk.ask('ready');
}

const backAgain = () => holos.takesCalls();

let strangers = 2001;
/** Somebody who has never called before, also when a test is tried once more. */
const stranger = () => `+38067111${strangers++}`;

const menu = { key: '0' };
async function inTheMenu(number: string) {
  const call = await town.resident(number).calls('750600');
  await call.hears('language.choose', { key: 1 });
  await call.presses('1');
  await call.hears('menu.operator', menu);
  return call;
}

async function latest(number: string) {
  return (await listCalls(db, { number }, { limit: 1 })).items[0];
}

describe('the controller is killed', () => {
  test('in a menu: the caller stays, hears a sentence, and goes on; the keys still lead on', async () => {
    await backAgain();
    const number = stranger();
    const call = await inTheMenu(number);
    holos.kill('controller');
    const isBackAtMs = backAgain().then(() => call.nowMs);
    const { atMs } = await call.hears('interrupted', {}, { limitMs: 20_000 });
    expect(atMs - (await isBackAtMs)).toBeLessThan(2_000);
    await call.hears('menu.operator', menu);
    await call.presses('7');
    await call.hears('emergency.number', { number: '1580' });
    await call.hangsUp();
    await expect.poll(async () => (await latest(number))?.endedAt, { timeout: 5_000 }).toBeTruthy();
    const steps = await stepsOf(db, (await latest(number))?.id ?? '');
    expect(steps.filter((step) => step.kind === 'language' && step.how === 'chosen')).toHaveLength(1);
    expect(steps.find((step) => step.kind === 'interrupted')).toMatchObject({ why: 'controller-restart' });
  });

  test('in the greeting, and again in the question of the language: the caller is asked it, and comes to the menu', async () => {
    await backAgain();
    const call = await town.resident(stranger()).calls('750600');
    await call.hears('greeting.750-600');
    holos.kill('controller');
    await call.hears('interrupted', {}, { limitMs: 20_000 });
    await call.hears('greeting.750-600');
    await call.hears('notice.recorded');
    await call.hears('language.choose', { key: 1 });
    await backAgain();
    holos.kill('controller');
    await call.hears('interrupted', {}, { limitMs: 20_000 });
    await call.hears('language.choose', { key: 1 });
    await call.presses('1');
    await call.hears('menu.operator', menu);
  });

  test('in the line and in a talk: those who talk hear each other while none is there, and talk on; those who wait keep their places', async () => {
    await backAgain();
    await expect.poll(() => desk.state.me.state, { timeout: 20_000 }).toMatch(/paused|ready|missed/);
    await wantsCalls();
    const first = await inTheMenu(stranger());
    await first.presses('0');
    await expect.poll(() => desk.state.call?.stage, { timeout: 20_000 }).toBe('talking');
    const receiver = phone.owner.received.at(-1);
    if (!receiver) throw new Error('the phone was not rung');
    const waiting = stranger();
    const second = await inTheMenu(waiting);
    await second.presses('0');
    await second.hears('queue.wait.first');

    const before = desk.state.now;
    const said = async (name: string) => ({ name, file: await town.sentence(name, 'uk') });
    await holos.withoutController(async () => {
      await Promise.all([
        says(first, await said('leak'), { heardBy: [receiver] }),
        says(receiver, await said('operator-hello'), { heardBy: [first] }),
      ]);
      expect(await isReady(holos.desk)).toBe(false);
    });
    await backAgain();
    await expect.poll(() => desk.state.now, { timeout: 20_000 }).not.toBe(before);
    // The one who talks is still in the call, and the desk shows it again.
    expect(await first.isOverWithin(1)).toBe(false);
    await expect.poll(() => desk.state.call, { timeout: 20_000 }).toMatchObject({ stage: 'talking' });
    expect(await second.isOverWithin(1)).toBe(false);
    await expect
      .poll(() => desk.state.queues.flatMap((queue) => queue.waiting).length, { timeout: 20_000 })
      .toBe(1);

    await desk.ask('end', desk.state.call?.callId ?? '');
    expect(await first.ended()).toMatchObject({ by: 'holos' });
    await desk.ask('phone', 'registered');
    await desk.wrapsUp();
    await expect.poll(() => desk.state.call?.number, { timeout: 20_000 }).toBe(waiting);
    await expect.poll(() => desk.state.call?.stage, { timeout: 20_000 }).toBe('talking');
    await second.hangsUp();
    await expect.poll(() => unfinishedCalls(db, settings.node), { timeout: 10_000 }).toEqual([]);
  }, 180_000);

  test('and a caller who comes before it is back is answered by the next one, or promised a call back', async () => {
    await backAgain();
    holos.kill('controller');
    const number = stranger();
    const call = await town.resident(number).calls('750600');
    const { prompt } = await call.hearsAny(['greeting.750-600', 'fallback'], { limitMs: 20_000 });
    await backAgain();
    if (prompt === 'fallback') {
      await expect
        .poll(() => desk.state.callbacks.map((one) => [one.number, one.hotline]), { timeout: 20_000 })
        .toContainEqual([number, '750-600']);
    } else {
      await call.hears('language.choose', { key: 1 });
    }
  });
});

describe('the controller is killed while a call is recorded', () => {
  test('what was recorded can be heard at once, and it goes on as one recording', async () => {
    await backAgain();
    const where = { db, settings };
    const number = stranger();
    const call = await inTheMenu(number);
    await call.says(await town.sentence('leak', 'uk'));
    const callId = (await latest(number))?.id ?? '';
    const killedAt = Date.now();
    holos.kill('controller');
    const { id, startedAt, state } = await recordingOf(where, callId);
    expect(state).toBe('recording');
    const sofar = await openRecording(where, id);
    expect(startedAt.getTime() + sofar.durationMs).toBeGreaterThan(killedAt - 4_000);
    const [before] = await sidesOf(sofar);
    expect(await heardIn(before, await town.sentence('leak', 'uk'))).toBeGreaterThan(0.7);

    await call.says(await town.sentence('no-heating', 'uk'));
    await call.hears('interrupted', {}, { limitMs: 20_000 });
    await call.hears('menu.operator', menu);
    await call.hangsUp();
    const hungUpAt = Date.now();
    const whole = await finishedRecordingOf(where, callId);
    expect(Math.abs(startedAt.getTime() + whole.durationMs - hungUpAt)).toBeLessThan(500);
    const [said, heard] = await sidesOf(await openRecording(where, id));
    for (const sentence of ['leak', 'no-heating'])
      expect(await heardIn(said, await town.sentence(sentence, 'uk'))).toBeGreaterThan(0.7);
    expect(await promptIn(heard, town.repertoire, 'interrupted')).toBeGreaterThan(0.65);
  });
});

describe('Asterisk is killed', () => {
  test('the call is over for everyone: nothing is stuck, and the next caller is served', async () => {
    await backAgain();
    const number = stranger();
    await inTheMenu(number);
    holos.kill('asterisk');
    await expect.poll(async () => (await latest(number))?.reason, { timeout: 30_000 }).toBe('asterisk-lost');
    await backAgain();
    expect(await unfinishedCalls(db, settings.node)).toEqual([]);
    const call = await town.resident(stranger()).calls('750600');
    await call.hears('greeting.750-600');
    await call.hangsUp();
  });

  test('while an operator talks: the operator is free again, nothing goes on, and the next caller is served', async () => {
    await backAgain();
    await wantsCalls();
    const number = stranger();
    const call = await inTheMenu(number);
    await call.presses('0');
    await expect.poll(() => desk.state.call?.stage, { timeout: 20_000 }).toBe('talking');
    holos.kill('asterisk');
    await expect
      .poll(() => latest(number), { timeout: 30_000 })
      .toMatchObject({
        result: 'talked',
        reason: 'asterisk-lost',
        endedAt: expect.any(Date),
      });
    await expect.poll(() => desk.state.call, { timeout: 5_000 }).toBeNull();
    expect(desk.state.me.state).toBe('wrap-up');
    await backAgain();
    expect(await unfinishedCalls(db, settings.node)).toEqual([]);
    expect(await holos.inAsterisk('bridges')).toEqual([]);
    await expect.poll(() => unfinishedRecordings(db, settings.node), { timeout: 10_000 }).toEqual([]);

    await desk.wrapsUp();
    await wantsCalls();
    const next = stranger();
    const other = await inTheMenu(next);
    await other.presses('0');
    await expect.poll(() => desk.state.call?.number, { timeout: 20_000 }).toBe(next);
    await expect.poll(() => desk.state.call?.stage, { timeout: 20_000 }).toBe('talking');
  }, 180_000);
});

describe('MariaDB is killed', () => {
  test('the caller notices nothing, and every step is written when it is back', async () => {
    await backAgain();
    const number = stranger();
    const call = await inTheMenu(number);
    holos.kill('database');
    await call.presses('7');
    await call.hears('emergency.number', { number: '1580' });
    await call.hangsUp();
    await expect
      .poll(async () => (await latest(number).catch(() => undefined))?.endedAt, { timeout: 30_000 })
      .toBeTruthy();
    const steps = await stepsOf(db, (await latest(number))?.id ?? '');
    expect(
      steps.filter((step) => step.kind === 'flow').map((step) => step.kind === 'flow' && step.flow),
    ).toContain('emergencyNumber');
  });
});
