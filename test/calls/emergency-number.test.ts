import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TownCall } from '../town/call.ts';
import { startWorld, type World } from '../town/world.ts';
import { eventually, goesTo } from './goes-to.ts';
import { hangUpEverywhere } from './hang-ups.ts';
import { personalIn } from './nothing-personal.ts';
import { type SmsProgram, smsProgram } from './sms-program.ts';

/** The number of the emergency service, by real calls: spoken twice, and by SMS, which a program sends. */
let world: World;
let program: SmsProgram;
let numbers = 100;
const stranger = () => `+3805044${String(numbers++).padStart(5, '0')}`;
const emergency = { number: '1580' };
const sms = 'Аварійна служба: 1580.';
const smsTo = (number: string) => program.sentTo(number);

beforeAll(async () => {
  program = await smsProgram();
  world = await startWorld({ settings: { smsCommand: program.command } });
});
afterAll(async () => {
  await world.stop();
  await program.remove();
});

test.concurrent('a hang-up at every step leaves an SMS only after it was promised', async () => {
  const way = {
    flows: ['emergencyNumber'],
    caller: stranger,
    calls: '7',
    answers: [['emergency-number.sms', '1']] as const,
  };
  await hangUpEverywhere(world, way, async ({ number, moment, hasHeard }) => {
    const sent = hasHeard('said sms.coming') ? [expect.stringContaining('1580')] : [];
    await eventually(async () => expect(await smsTo(number), moment).toEqual(sent));
  });
});

test.concurrent('the number comes by SMS on a key, to each of two calls of one number; another key there is one for the menu, and nothing personal is spoken', async () => {
  const from = stranger();
  await world.db('phones').insert({ number: from, resident_id: 1 });
  const asks = async (goes: (call: TownCall) => Promise<void>) => {
    const call = await goesTo(world, from, '7');
    await goes(call);
    await call.hears('emergency.number.again', emergency, { limitMs: 40_000 });
    await call.hears('emergency.sms', { key: 1 });
    await call.presses('1');
    await call.hears('sms.coming');
    await call.hears('menu.operator', { key: '0' });
    await call.hangsUp();
  };
  await Promise.all([
    asks(async () => undefined),
    asks(async (call) => {
      await call.heardWhole('emergency.number', emergency, { limitMs: 40_000 });
      await call.hears('emergency.sms', { key: 1 });
      // Nobody has offered this key here: it is one for the menu, which has none such.
      await call.presses('8');
      await call.hears('key.wrong');
      await call.presses('7');
    }),
  ]);
  await eventually(async () => expect(await smsTo(from)).toEqual([sms, sms]));
  expect(await personalIn(world, from)).toEqual([]);
});

test('the controller is started anew in the middle: the number is said again, and one SMS is sent', async () => {
  const from = stranger();
  const call = await goesTo(world, from, '7');
  await call.hears('emergency.sms', { key: 1 }, { limitMs: 40_000 });
  await world.restart();
  await call.hears('interrupted', {}, { limitMs: 30_000 });
  await call.heardWhole('emergency.number', emergency, { limitMs: 20_000 });
  await call.hears('emergency.sms', { key: 1 });
  await call.presses('1');
  await call.hears('sms.coming');
  await world.restart();
  await call.hears('interrupted', {}, { limitMs: 30_000 });
  await call.hangsUp();
  await eventually(async () => expect(await smsTo(from)).toEqual([sms]));
}, 120_000);
