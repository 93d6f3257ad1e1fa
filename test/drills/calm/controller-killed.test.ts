import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isReady } from '../../../cli/parts/readiness.ts';
import { stepsOf } from '../../../db/queries/call-events.ts';
import { unfinishedCalls } from '../../../db/queries/calls.ts';
import { heardIn, promptIn } from '../../calls/heard-in.ts';
import { finishedRecordingOf, openRecording, recordingOf, sidesOf } from '../../calls/recorded.ts';
import { says } from '../../calls/who-hears.ts';
import { menu, OneDesk } from '../one-desk.ts';

/** The controller is killed with -9 in the middle of calls, as its keeper runs it, who starts another. */
let at: OneDesk;
beforeAll(async () => {
  at = await OneDesk.start();
});
afterAll(() => at?.stop());
afterEach(() => at.clear());

describe('the controller is killed', () => {
  test('in the greeting, and again in the menu: the caller stays, hears a sentence each time, and goes on; the keys still lead on', async () => {
    await at.holos.takesCalls();
    const number = at.stranger();
    const call = await at.town.resident(number).calls('750600');
    await call.hears('greeting.750-600');
    at.holos.kill('controller');
    await call.hears('interrupted', {}, { limitMs: 20_000 });
    await call.hears('greeting.750-600');
    await call.hears('notice.recorded');
    await call.hears('language.choose', { key: 1 });
    await call.presses('1');
    await call.hears('menu.operator', menu);
    await at.holos.takesCalls();
    at.holos.kill('controller');
    const isBackAtMs = at.holos.takesCalls().then(() => call.nowMs);
    const { atMs } = await call.hears('interrupted', {}, { limitMs: 20_000 });
    expect(atMs - (await isBackAtMs)).toBeLessThan(2_000);
    await call.hears('menu.operator', menu);
    await call.presses('7');
    await call.hears('emergency.number', { number: '1580' });
    await call.hangsUp();
    await expect.poll(async () => (await at.latest(number))?.endedAt, { timeout: 5_000 }).toBeTruthy();
    const steps = await stepsOf(at.db, (await at.latest(number))?.id ?? '');
    expect(steps.filter((step) => step.kind === 'language' && step.how === 'chosen')).toHaveLength(1);
    const why = steps.flatMap((step) => (step.kind === 'interrupted' ? [step.why] : []));
    expect(why).toEqual(['controller-restart', 'controller-restart']);
  });

  test('in the line and in a talk: those who talk hear each other while none is there, and talk on; those who wait keep their places', async () => {
    await at.holos.takesCalls();
    await expect.poll(() => at.desk.state.me.state, { timeout: 20_000 }).toMatch(/paused|ready|missed/);
    await at.wantsCalls();
    const first = await at.inTheMenu(at.stranger());
    await first.presses('0');
    await expect.poll(() => at.desk.state.call?.stage, { timeout: 20_000 }).toBe('talking');
    const receiver = at.phone.owner.received.at(-1);
    if (!receiver) throw new Error('the phone was not rung');
    const waiting = at.stranger();
    const second = await at.inTheMenu(waiting);
    await second.presses('0');
    await second.hears('queue.wait.first');

    const before = at.desk.state.now;
    const said = async (name: string) => ({ name, file: await at.town.sentence(name, 'uk') });
    await at.holos.withoutController(async () => {
      await Promise.all([
        says(first, await said('leak'), { heardBy: [receiver] }),
        says(receiver, await said('operator-hello'), { heardBy: [first] }),
      ]);
      expect(await isReady(at.holos.desk)).toBe(false);
    });
    await at.holos.takesCalls();
    await expect.poll(() => at.desk.state.now, { timeout: 20_000 }).not.toBe(before);
    // The one who talks is still in the call, and the desk shows it again.
    expect(await first.isOverWithin(1)).toBe(false);
    await expect.poll(() => at.desk.state.call, { timeout: 20_000 }).toMatchObject({ stage: 'talking' });
    expect(await second.isOverWithin(1)).toBe(false);
    await expect
      .poll(() => at.desk.state.queues.flatMap((queue) => queue.waiting).length, { timeout: 20_000 })
      .toBe(1);

    await at.desk.ask('end', at.desk.state.call?.callId ?? '');
    expect(await first.ended()).toMatchObject({ by: 'holos' });
    await at.desk.ask('phone', 'registered');
    await at.desk.wrapsUp();
    await expect.poll(() => at.desk.state.call?.number, { timeout: 20_000 }).toBe(waiting);
    await expect.poll(() => at.desk.state.call?.stage, { timeout: 20_000 }).toBe('talking');
    await second.hangsUp();
    await expect.poll(() => unfinishedCalls(at.db, at.settings.node), { timeout: 10_000 }).toEqual([]);
  }, 180_000);
});

describe('the controller is killed while a call is recorded', () => {
  test('what was recorded can be heard at once, and it goes on as one recording; who calls before the controller is back is answered by the next one, or promised a call back', async () => {
    await at.holos.takesCalls();
    const where = { db: at.db, settings: at.settings };
    const number = at.stranger();
    const call = await at.inTheMenu(number);
    await call.says(await at.town.sentence('leak', 'uk'));
    const callId = (await at.latest(number))?.id ?? '';
    const killedAt = Date.now();
    at.holos.kill('controller');
    const another = callsMeanwhile();
    const { id, startedAt, state } = await recordingOf(where, callId);
    expect(state).toBe('recording');
    const sofar = await openRecording(where, id);
    expect(startedAt.getTime() + sofar.durationMs).toBeGreaterThan(killedAt - 4_000);
    const [before] = await sidesOf(sofar);
    expect(await heardIn(before, await at.town.sentence('leak', 'uk'))).toBeGreaterThan(0.7);

    await call.says(await at.town.sentence('no-heating', 'uk'));
    await call.hears('interrupted', {}, { limitMs: 20_000 });
    await call.hears('menu.operator', menu);
    await call.hangsUp();
    const hungUpAt = Date.now();
    const whole = await finishedRecordingOf(where, callId);
    expect(Math.abs(startedAt.getTime() + whole.durationMs - hungUpAt)).toBeLessThan(500);
    const [said, heard] = await sidesOf(await openRecording(where, id));
    for (const sentence of ['leak', 'no-heating'])
      expect(await heardIn(said, await at.town.sentence(sentence, 'uk'))).toBeGreaterThan(0.7);
    expect(await promptIn(heard, at.town.repertoire, 'interrupted')).toBeGreaterThan(0.65);
    await another;
  });

  /** Somebody calls who is new, while nobody may be there to answer. */
  async function callsMeanwhile(): Promise<void> {
    const number = at.stranger();
    const call = await at.town.resident(number).calls('750600');
    const { prompt } = await call.hearsAny(['greeting.750-600', 'fallback'], { limitMs: 20_000 });
    await at.holos.takesCalls();
    if (prompt === 'fallback') {
      await expect
        .poll(() => at.desk.state.callbacks.map((one) => [one.number, one.hotline]), { timeout: 20_000 })
        .toContainEqual([number, '750-600']);
    } else {
      await call.hears('language.choose', { key: 1 });
    }
  }
});
