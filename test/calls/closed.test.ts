import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { stepsOf } from '../../db/queries/call-events.ts';
import { openCallbacks } from '../../db/queries/callbacks.ts';
import { listCalls } from '../../db/queries/calls.ts';
import { rememberLanguage } from '../../db/queries/number-languages.ts';
import { recordingsRoot } from '../../recordings/folder.ts';
import type { TownCall } from '../town/call.ts';
import { rate, readWav } from '../town/sound/wav.ts';
import { startWorld, type World } from '../town/world.ts';
import { companyWithHours, opens } from './company-with-hours.ts';
import { eventually } from './goes-to.ts';
import { hangUpEverywhere } from './hang-ups.ts';
import { heardIn, saidIn } from './heard-in.ts';

/**
 * Outside the hours, by real calls. The company has hours on one day of the week, which is never today or tomorrow; on the first hotline
 * a queue is on duty, on the second a telephone.
 */
let world: World;
const dutyNumber = '+380342501580';

beforeAll(async () => {
  world = await startWorld({ company: await companyWithHours(dutyNumber) });
});
afterAll(() => world.stop());
// Of tests that go on at the same time, none ends another's call.
beforeEach(async ({ task }) => {
  if (!task.concurrent) await Promise.all(world.town.calls.map((call) => call.hangsUp()));
});

let numbers = 100;
const stranger = async () => {
  const number = `+3806722${String(numbers++).padStart(5, '0')}`;
  await rememberLanguage(world.db, number, 'uk');
  return number;
};

/** Presses 0 in the greeting, and is outside the hours. */
async function wantsAPerson(number: string | null, dialled = '750600'): Promise<TownCall> {
  const call = await world.town.resident(number).calls(dialled);
  if (number === null) {
    await call.hears('language.choose', { key: 1 }, { limitMs: 20_000 });
  } else {
    await call.hears(dialled === '750600' ? 'greeting.750-600' : 'greeting.8800', {}, { limitMs: 25_000 });
  }
  await call.presses('0');
  await call.hears('closed.hours', { day: 'later', opens: opens.toJSDate() }, { limitMs: 20_000 });
  return call;
}

const promised = async (number: string) =>
  (await openCallbacks(world.db)).filter((one) => one.number === number);
const latest = async (number: string) => (await listCalls(world.db, { number }, { limit: 1 })).items[0];

describe.concurrent('a hang-up at every step', () => {
  test('leaves a call back that was promised, and nothing before that', async () => {
    const way = {
      flows: ['closed', 'promiseCallback'],
      caller: stranger,
      calls: '0',
      answers: [['closed', '2']] as const,
    };
    await hangUpEverywhere(world, way, async ({ number, moment, hasHeard }) => {
      const kept = hasHeard('said closed.promised') ? [{ why: 'closed' }] : [];
      expect(await promised(number), moment).toMatchObject(kept);
    });
  });

  test('of a message leaves what was spoken', async () => {
    const way = {
      flows: ['closedMessage'],
      caller: stranger,
      async calls(from: string) {
        const call = await wantsAPerson(from);
        await call.presses('3');
        return call;
      },
      answers: [['closed', '#']] as const,
    };
    await hangUpEverywhere(world, way, async ({ number, moment, hasHeard }) => {
      const kept = hasHeard('said closed.message.kept') ? [{ why: 'message' }] : [];
      expect(await promised(number), moment).toMatchObject(kept);
    });
  });
});

describe.concurrent('what may be done meanwhile', () => {
  test('it is said when people will be there, and what may be done meanwhile', async () => {
    const call = await wantsAPerson(await stranger());
    await call.heardWhole('closed.emergency', { key: '1' });
    await call.heardWhole('closed.callback', { key: '2' });
    await call.heardWhole('closed.message', { key: '3' });
    await call.hears('silence.first', {}, { limitMs: 20_000 });
    await call.hears('closed.emergency.short', { key: '1' });
    await call.presses('#');
    await call.hears('menu.operator', { key: '0' });
  });

  test('a call back: promised before it is said, one a number, also in two calls at once', async () => {
    const number = await stranger();
    const asks = async () => {
      const call = await wantsAPerson(number);
      await call.presses('22');
      await call.heardWhole('closed.promised');
      expect(await promised(number)).toMatchObject([{ why: 'closed', doneAt: null }]);
      await call.heardWhole('goodbye');
      expect(await call.ended()).toMatchObject({ by: 'holos' });
    };
    await Promise.all([asks(), asks()]);
    await eventually(async () => {
      const { items } = await listCalls(world.db, { number }, { limit: 9 });
      const end = { result: 'served', reason: 'flow-ended' };
      expect(items).toMatchObject([end, end]);
    });
    expect(await promised(number)).toHaveLength(1);
  });

  test('one who insists on a person, or chooses nothing, is promised a call back', async () => {
    const insists = await stranger();
    const call = await wantsAPerson(insists);
    await call.presses('0');
    await call.hears('closed.nobody');
    await call.presses('0');
    await call.hears('closed.promised');
    expect(await promised(insists)).toHaveLength(1);
    const silent = await stranger();
    const other = await wantsAPerson(silent);
    await other.hears('closed.promised', {}, { limitMs: 70_000 });
    expect(await promised(silent)).toHaveLength(1);
  }, 120_000);
});

describe.concurrent('a message', () => {
  const speaks = async (call: TownCall, sentence = 'leak') =>
    call.says(await world.town.sentence(sentence, 'uk'));

  test('is kept with the call back: of two calls of one number at once both are, each with its own sound', async () => {
    const number = await stranger();
    const sentences = ['leak', 'lift'];
    const leaves = async (sentence: string) => {
      const call = await wantsAPerson(number);
      await call.presses('3');
      await call.heardWhole('closed.message.how');
      await speaks(call, sentence);
      await call.presses('#');
      await call.heardWhole('closed.message.kept');
    };
    await Promise.all(sentences.map(leaves));
    const made = await promised(number);
    expect(made).toMatchObject([{ why: 'message' }, { why: 'message' }]);
    const sounds = await Promise.all(
      made.map(async ({ messageFile, messageMs }) => {
        const sound = await readWav(path.join(recordingsRoot(world.settings), `${messageFile}.wav`));
        expect(messageMs).toBeGreaterThan(1_000);
        expect(Math.abs(sound.length / (rate / 1000) - (messageMs ?? 0))).toBeLessThan(500);
        return sound;
      }),
    );
    const where = sentences.map(async (name) => saidIn(sounds, await world.town.sentence(name, 'uk')));
    expect((await Promise.all(where)).sort()).toEqual([[0], [1]]);
  });

  test('of one who was promised a call back before in the same call is kept besides', async () => {
    const number = await stranger();
    const call = await world.town.resident(number).calls('750600');
    await call.hears('greeting.750-600', {}, { limitMs: 25_000 });
    await call.presses('5');
    await call.hears('feedback.company', {}, { limitMs: 20_000 });
    await call.presses('1');
    await call.heardWhole('feedback.comment');
    await call.presses('#');
    await call.hears('feedback.callback', { key: 1 });
    await call.presses('1');
    await call.hears('feedback.thanks');
    await call.presses('0');
    await call.hears('closed.hours', { day: 'later', opens: opens.toJSDate() }, { limitMs: 20_000 });
    await call.presses('3');
    await call.heardWhole('closed.message.how');
    await speaks(call);
    // Pressed twice, as many do.
    await call.presses('##');
    await call.heardWhole('closed.message.kept');
    await call.heardWhole('goodbye');
    const made = await promised(number);
    expect(made.map(({ why }) => why)).toEqual(['feedback', 'message']);
    expect(made[1]?.messageMs).toBeGreaterThan(1_000);
  });

  test('is kept when the caller presses 0 in the middle of it, and a second one stands beside it', async () => {
    const number = await stranger();
    const call = await wantsAPerson(number);
    for (const end of ['0', '#']) {
      await call.presses('3');
      await call.heardWhole('closed.message.how');
      await speaks(call);
      await call.presses(end);
      if (end === '0')
        await call.hears('closed.hours', { day: 'later', opens: opens.toJSDate() }, { limitMs: 20_000 });
    }
    await call.heardWhole('closed.message.kept');
    const made = await promised(number);
    expect(made.map(({ why }) => why)).toEqual(['message', 'message']);
    expect(new Set(made.map(({ messageFile }) => messageFile)).size).toBe(2);
    for (const { messageMs } of made) expect(messageMs).toBeGreaterThan(1_000);
  });

  test('is kept when the caller hangs up in the middle of it', async () => {
    const number = await stranger();
    const call = await wantsAPerson(number);
    await call.presses('3');
    await call.heardWhole('closed.message.how');
    await speaks(call);
    await call.hangsUp();
    await vi.waitFor(async () => expect(await promised(number)).toMatchObject([{ why: 'message' }]), 10_000);
  });

  test('silence is none: asked once more in other words, then nothing is kept', async () => {
    const number = await stranger();
    const call = await wantsAPerson(number);
    await call.presses('3');
    await call.heardWhole('closed.message.how');
    await call.presses('#');
    await call.heardWhole('closed.message.nothing', {}, { limitMs: 20_000 });
    await call.presses('#');
    await call.hears('closed.call-again', {}, { limitMs: 20_000 });
    expect(await promised(number)).toEqual([]);
  });
});

describe('an emergency', () => {
  test('goes to the queue on duty at once, and so does a second call of the same number', async () => {
    const number = await stranger();
    const calls = await Promise.all([wantsAPerson(number), wantsAPerson(number)]);
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
    const number = await stranger();
    const call = await wantsAPerson(number, '8800');
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
    await expect.poll(async () => (await latest(number))?.result, { timeout: 8_000 }).toBe('talked');
  }, 90_000);

  test('who does not answer is answered by the number of the emergency service', async () => {
    world.town.resident(dutyNumber).isBusy();
    const call = await wantsAPerson(await stranger(), '8800');
    await call.presses('1');
    await call.hears('closed.duty.away', {}, { limitMs: 20_000 });
    await call.hears('emergency.number', { number: '1580' });
  });
});

const stepKinds = async (number: string) =>
  (await stepsOf(world.db, (await latest(number))?.id ?? '')).map((step) => step.kind);

test('one who withholds the number is offered what can be kept: the emergency', async () => {
  await world.db('callbacks').delete();
  const call = await wantsAPerson(null);
  await call.hears('closed.emergency', { key: '1' });
  await call.presses('2');
  await call.hears('key.wrong', {}, { limitMs: 20_000 });
  await call.hears('closed.call-again', {}, { limitMs: 40_000 });
  expect(await openCallbacks(world.db)).toEqual([]);
}, 120_000);

test('a restart of the controller in the middle: an apology, and the choices again', async () => {
  const number = await stranger();
  const call = await wantsAPerson(number);
  await world.restart();
  await call.hears('interrupted', {}, { limitMs: 30_000 });
  await call.hears('closed.hours', { day: 'later', opens: opens.toJSDate() });
  await call.presses('2');
  await call.hears('closed.promised');
  expect(await promised(number)).toHaveLength(1);
}, 90_000);
