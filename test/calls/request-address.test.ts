import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoPin } from '../../db/seeds/billing.ts';
import type { TownCall } from '../town/call.ts';
import { startWorld, type World } from '../town/world.ts';
import { eventually, goesTo, promptsIn, stepsOfLast } from './goes-to.ts';
import { personalIn } from './nothing-personal.ts';
import { choosesLeak } from './tells-of-leak.ts';

/** Where the work of a request is to be done, by real calls: an address is spoken to nobody who has not shown who he is. */
let world: World;
/** Олена's account and her neighbour's. */
let olenas: Account;
let neighbours: Account;
let numbers = 100;
const another = () => `+3805088${String(numbers++).padStart(5, '0')}`;

interface Account {
  number: string;
  street: string;
  house: string;
  flat: string;
}

beforeAll(async () => {
  world = await startWorld();
  const accountOf = async (id: number): Promise<Account> =>
    world
      .db('accounts')
      .join('buildings', 'buildings.id', 'accounts.building_id')
      .where('accounts.id', id)
      .first();
  [olenas, neighbours] = await Promise.all([accountOf(1), accountOf(2)]);
});
afterAll(() => world.stop());

const written = ({ street, house, flat }: Account) => ({ address: `${street}, ${house}, кв. ${flat}` });
const slipped = ({ number }: Account) => `${number.slice(0, -1)}${(Number(number.at(-1)) + 1) % 10}`;

/** A number that belongs to these residents. */
async function numberOf(...residents: number[]): Promise<string> {
  const number = another();
  await world.db('phones').insert(residents.map((resident_id) => ({ number, resident_id })));
  return number;
}

const residentsOf = (account: number): Promise<number[]> =>
  world.db('residents').where({ account_id: account }).orderBy('id').pluck('id');

interface Row {
  number: string;
  resident_id: number | null;
  building_id: number | null;
}
const requestsOf = (phone: string): Promise<Row[]> => world.db('requests').where({ phone });

/** A call that has come to the question where. */
async function asksForMending(from: string): Promise<TownCall> {
  const call = await goesTo(world, from, '1');
  await choosesLeak(call);
  return call;
}

async function sends(call: TownCall, from: string): Promise<Row> {
  await call.says(await world.town.sentence('leak', 'uk'));
  await call.presses('#');
  await call.hears('request.review');
  await call.presses('1');
  await eventually(async () => expect(await requestsOf(from)).toHaveLength(1));
  const [request] = (await requestsOf(from)) as [Row];
  await call.hears('request.number', { number: request.number });
  await call.hangsUp();
  return request;
}

async function nothingPersonal(from: string): Promise<void> {
  expect(await personalIn(world, from)).toEqual([]);
}

// What else may be answered is in ivr/flows/request-where.test.ts.
describe.concurrent('where the work is to be done', () => {
  test('whoever has shown in this call whose account it is hears the address and confirms it; a wrong key says the choices in other words', async () => {
    const from = await numberOf(1);
    // The balance first, with the PIN, then a request.
    const call = await goesTo(world, from, '3');
    await call.hears('verify.pin', {}, { limitMs: 20_000 });
    // Twice, to be sure: the second leads nowhere.
    await call.presses(`${demoPin}##`);
    await call.hears('debt.account', { number: olenas.number });
    await call.presses('#');
    await call.hears('menu.operator', { key: '0' });
    await call.presses('1');
    await choosesLeak(call);
    await call.heardWhole('request.where.address', written(olenas));
    await call.heardWhole('request.where.there');
    await call.presses('7');
    await call.hears('key.wrong');
    await call.hears('request.where.there.again');
    await call.presses('1');
    await call.heardWhole('request.record');
    expect(await sends(call, from)).toMatchObject({ resident_id: 1, building_id: expect.any(Number) });
    // So the others, of whom nothing is found, were looked at well enough.
    expect(await personalIn(world, from)).toEqual(expect.arrayContaining([olenas.street, 'квартира']));
  });

  test('a number alone hears no address, nor does a PIN that was wrong: a family on one telephone is at home, and no more; it is written down for the one who pays', async () => {
    const [payer = 0] = await residentsOf(1);
    const [child = 0] = await world.db('residents').insert({
      ...(await world.db('residents').where({ id: payer }).first()),
      id: undefined,
      name: 'Коваленко Назар',
    });
    const from = await numberOf(payer, child);
    const call = await goesTo(world, from, '3');
    await call.hears('verify.pin', {}, { limitMs: 20_000 });
    await call.presses('1357#');
    await call.hears('verify.wrong');
    await call.presses('#');
    await call.hears('menu.operator', { key: '0' });
    await call.presses('1');
    await choosesLeak(call);
    await call.hears('request.where.own');
    await call.presses('1');
    await call.heardWhole('request.record');
    expect((await sends(call, from)).resident_id).toBe(payer);
    await nothingPersonal(from);
  });

  test('of two households: which one is not guessed; of a number that nobody has it is not told whether there is one', async () => {
    const from = await numberOf(1, ...(await residentsOf(2)).slice(0, 1));
    const call = await asksForMending(from);
    await call.hears('request.where.account');
    await call.presses('2');
    await call.hears('readings.account.enter');
    await call.presses('69435151530#');
    await call.heardWhole('request.record.address');
    expect((await sends(call, from)).resident_id).toBeNull();
    expect(promptsIn(await stepsOfLast(world, from))).not.toContain('request.where.own');
  });

  test('the number of an account, by keys: a wrong digit is noticed and said, twice, and asked for in other words', async () => {
    const from = another();
    const call = await asksForMending(from);
    await call.hears('request.where.account');
    await call.presses('2');
    await call.hears('readings.account.enter');
    await call.presses(`${slipped(neighbours)}#`);
    await call.hears('verify.account.slip');
    await call.hears('readings.account.enter.again');
    await call.presses(`${slipped(neighbours)}#`);
    await call.heardWhole('verify.account.slip.again');
    await call.presses(`${neighbours.number}#`);
    await call.heardWhole('request.record');
    const { resident_id } = await sends(call, from);
    expect(await residentsOf(2)).toContain(resident_id);
    await nothingPersonal(from);
  });
});
