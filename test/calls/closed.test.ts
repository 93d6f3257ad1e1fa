import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { stepsOf } from '../../db/queries/call-events.ts';
import { listCalls } from '../../db/queries/calls.ts';
import { startWorld, type World } from '../town/world.ts';
import { AfterHours, hearsHours } from './after-hours.ts';
import { companyWithHours, dutyNumber } from './company-with-hours.ts';
import { eventually } from './goes-to.ts';
import { hangUpEverywhere } from './hang-ups.ts';
import { heardIn } from './heard-in.ts';

/** Outside the hours, by real calls: when people will be there, a call back, an emergency. What is spoken then: closed-message.test.ts. */
let world: World;
let at: AfterHours;

beforeAll(async () => {
  world = await startWorld({ company: await companyWithHours() });
  at = new AfterHours(world);
});
afterAll(() => world.stop());
// Of tests that go on at the same time, none ends another's call.
beforeEach(async ({ task }) => {
  if (!task.concurrent) await Promise.all(world.town.calls.map((call) => call.hangsUp()));
});

describe.concurrent('what may be done meanwhile', () => {
  test('a hang-up at every step leaves a call back that was promised, and nothing before that', async () => {
    const way = {
      flows: ['closed', 'promiseCallback'],
      caller: () => at.stranger(),
      calls: '0',
      answers: [['closed', '2']] as const,
    };
    await hangUpEverywhere(world, way, async ({ number, moment, hasHeard }) => {
      const kept = hasHeard('said closed.promised') ? [{ why: 'closed' }] : [];
      expect(await at.promised(number), moment).toMatchObject(kept);
    });
  });

  test('it is said when people will be there, and what may be done meanwhile; one who chooses nothing hears it in fewer words, and is promised a call back', async () => {
    const silent = await at.stranger();
    const call = await at.wantsAPerson(silent);
    await call.heardWhole('closed.emergency', { key: '1' });
    await call.heardWhole('closed.callback', { key: '2' });
    await call.heardWhole('closed.message', { key: '3' });
    await call.hears('silence.first', {}, { limitMs: 20_000 });
    await call.hears('closed.emergency.short', { key: '1' });
    await call.hears('closed.promised', {}, { limitMs: 50_000 });
    expect(await at.promised(silent)).toHaveLength(1);
  });

  test('a call back: promised before it is said, one a number, also in two calls at once', async () => {
    const number = await at.stranger();
    const asks = async () => {
      const call = await at.wantsAPerson(number);
      await call.presses('22');
      await call.heardWhole('closed.promised');
      expect(await at.promised(number)).toMatchObject([{ why: 'closed', doneAt: null }]);
      const { untilMs } = await call.heardWhole('goodbye');
      const end = await call.ended();
      expect(end).toMatchObject({ by: 'holos' });
      // Telephones are behind what they get, and have time to play the last word.
      expect(end.atMs - untilMs).toBeGreaterThan(200);
    };
    await Promise.all([asks(), asks()]);
    await eventually(async () => {
      const { items } = await listCalls(world.db, { number }, { limit: 9 });
      const end = { result: 'served', reason: 'flow-ended' };
      expect(items).toMatchObject([end, end]);
    });
    expect(await at.promised(number)).toHaveLength(1);
  });

  test('one who insists on a person is promised a call back', async () => {
    const insists = await at.stranger();
    const call = await at.wantsAPerson(insists);
    await call.presses('0');
    await call.hears('closed.nobody');
    await call.presses('0');
    await call.hears('closed.promised');
    expect(await at.promised(insists)).toHaveLength(1);
  });
});

describe('an emergency', () => {
  test('goes to the queue on duty at once, and so does a second call of the same number', async () => {
    const number = await at.stranger();
    const calls = await Promise.all([at.wantsAPerson(number), at.wantsAPerson(number)]);
    const places = ['queue.wait.first', { prompt: 'queue.position', parameters: { position: 2 } }];
    const heard = await Promise.all(
      calls.map(async (call) => {
        await call.presses('1');
        // Nobody is on the floor in this test; what is offered then is the queue's own word.
        await call.hears('queue.none', {}, { limitMs: 10_000 });
        await call.presses('0');
        return call.hearsAny(places);
      }),
    );
    expect(new Set(heard.map(({ prompt }) => prompt)).size).toBe(2);
    expect(calls.map(({ isOver }) => isOver)).toEqual([false, false]);
  });

  test('or to the telephone of the person on duty, and the two hear each other; a restart does not part them', async () => {
    const duty = world.town.resident(dutyNumber);
    duty.behaves(async (ringing) => {
      await ringing.answers();
      await ringing.says(await world.town.sentence('operator-hello', 'uk'));
      await ringing.ended(60_000);
    });
    const number = await at.stranger();
    const call = await at.wantsAPerson(number, '8800');
    const rung = duty.isCalled();
    await call.presses('1');
    await call.hears('closed.duty');
    const atDuty = await rung;
    await expect.poll(async () => stepKinds(number), { timeout: 10_000 }).toContain('duty');
    await world.restart();
    expect(atDuty.isOver).toBe(false);
    expect(call.isOver).toBe(false);
    await call.says(await world.town.sentence('leak', 'uk'));
    await atDuty.hangsUp();
    expect(await call.ended(20_000)).toMatchObject({ by: 'holos' });
    expect(await heardIn(call.heard(), await world.town.sentence('operator-hello', 'uk'))).toBeGreaterThan(
      0.9,
    );
    expect(await heardIn(atDuty.heard(), await world.town.sentence('leak', 'uk'))).toBeGreaterThan(0.7);
    await expect.poll(async () => (await at.latest(number))?.result, { timeout: 8_000 }).toBe('talked');
  }, 90_000);

  test('who does not answer is answered by the number of the emergency service', async () => {
    world.town.resident(dutyNumber).isBusy();
    const call = await at.wantsAPerson(await at.stranger(), '8800');
    await call.presses('1');
    await call.hears('closed.duty.away', {}, { limitMs: 20_000 });
    await call.hears('emergency.number', { number: '1580' });
  });
});

const stepKinds = async (number: string) =>
  (await stepsOf(world.db, (await at.latest(number))?.id ?? '')).map((step) => step.kind);

test('a restart of the controller in the middle: an apology, and the choices again', async () => {
  const number = await at.stranger();
  const call = await at.wantsAPerson(number);
  await world.restart();
  await call.hears('interrupted', {}, { limitMs: 30_000 });
  await hearsHours(call);
  await call.presses('2');
  await call.hears('closed.promised');
  expect(await at.promised(number)).toHaveLength(1);
}, 90_000);
