import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCallbacks } from '../../db/queries/callbacks.ts';
import { startWorld, type World } from '../town/world.ts';
import { eventually, goesTo } from './goes-to.ts';
import { tellsOfLeak } from './tells-of-leak.ts';

/**
 * Many press twice, to be sure, or because nothing seems to happen: it changes nothing, and no word is lost by it. So do those who send
 * a request (leave-request.test.ts), show a PIN (request-address.test.ts) and confirm a reading (readings-heard.test.ts).
 */
let world: World;
let numbers = 100;
const another = () => `+3805055${String(numbers++).padStart(5, '0')}`;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

async function olenasOther(): Promise<string> {
  const number = another();
  await world.db('phones').insert({ number, resident_id: 1 });
  return number;
}

const requestsOf = (phone: string): Promise<{ number: string }[]> => world.db('requests').where({ phone });

async function onlyRequest(phone: string): Promise<string> {
  await eventually(async () => expect(await requestsOf(phone)).toHaveLength(1));
  return (await requestsOf(phone))[0]?.number ?? '';
}

describe.concurrent('a key pressed twice', () => {
  test('for a call back: the promise is heard, and the farewell', async () => {
    const from = another();
    const call = await goesTo(world, from, '0');
    await call.hears('queue.none', {}, { limitMs: 20_000 });
    await call.presses('11');
    await call.heardWhole('callback.promised');
    await call.heardWhole('goodbye');
    expect(await call.ended()).toMatchObject({ by: 'holos' });
    const promised = (await openCallbacks(world.db)).filter((one) => one.number === from);
    expect(promised).toMatchObject([{ why: 'no-operator' }]);
  });

  test('at the end of a message: the review is heard; slowly, # at the review sends the request, and its number is heard all the same', async () => {
    const from = another();
    const call = await goesTo(world, from, '1');
    await tellsOfLeak(world, call);
    await call.presses('##');
    await call.heardWhole('request.review');
    expect(await requestsOf(from)).toEqual([]);
    await call.presses('#');
    const number = await onlyRequest(from);
    // Once more, while the number is told: nothing seems to have happened.
    await call.listens(700);
    await call.presses('#');
    await call.heardWhole('request.number', { number });
    await call.heardWhole('request.number.again', { number });
    await call.hangsUp();
  });

  test('for a certificate: its number is heard', async () => {
    const from = await olenasOther();
    const call = await goesTo(world, from, '4');
    await call.hears('certificate.which');
    await call.presses('11');
    await call.hears('certificate.where.centre', { key: 1 });
    await call.presses('11');
    const number = await onlyRequest(from);
    await call.heardWhole('certificate.accepted', { number });
    await call.heardWhole('certificate.number', { number });
    await call.hangsUp();
  });
});

test('different keys at once are two answers: who knows the way is not slowed down', async () => {
  const from = another();
  const call = await goesTo(world, from, '1');
  await call.hears('request.what');
  await call.pressesTogether('13');
  await call.hears('request.where.account');
  await call.hangsUp();
});
