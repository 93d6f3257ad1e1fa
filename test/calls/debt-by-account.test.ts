import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoPin } from '../../db/seeds/billing.ts';
import { knownNumbers } from '../../db/seeds/numbers.ts';
import { spoken } from '../../speech/spoken-values.ts';
import type { TownCall } from '../town/call.ts';
import { startWorld, type World } from '../town/world.ts';
import { goesTo, promptsIn, spokenIn, stepsOfLast } from './goes-to.ts';
import { metersAtHome } from './handing-in.ts';

/** A company whose callers show who they are by the number of their account. */
let world: World;
let olenas: string;
let yavorskis: string;
beforeAll(async () => {
  world = await startWorld({ company: '8800' });
  [olenas = '', yavorskis = ''] = await world
    .db('accounts')
    .whereIn('id', [1, 2])
    .orderBy('id')
    .pluck('number');
});
afterAll(() => world.stop());

const asksForDebt = (from: string): Promise<TownCall> => goesTo(world, from, '3', { dialled: '8800' });

describe.concurrent('the number of the account', () => {
  test('of somebody else is as wrong as one that there is not', async () => {
    const call = await asksForDebt(knownNumbers.several);
    await call.hears('verify.account', {}, { limitMs: 40_000 });
    await call.presses(`${olenas}#`);
    await call.hears('verify.wrong');
    await call.hears('verify.account.again');
    await call.presses('69435151530#');
    await call.hears('verify.wrong.again');
    await call.hangsUp();
  });

  test('is not enough for a number that nobody is known by: the PIN is asked for, too', async () => {
    const from = '+380505550001';
    const call = await asksForDebt(from);
    await call.hears('verify.account', {}, { limitMs: 40_000 });
    await call.presses(`${olenas}#`);
    await call.hears('verify.pin');
    await call.presses('1111#');
    await call.hears('verify.wrong');
    await call.hangsUp();
    const steps = await stepsOfLast(world, from);
    expect(promptsIn(steps).some((prompt) => prompt.startsWith('debt.'))).toBe(false);
    expect(spokenIn(steps)).not.toMatch(/Коваленко|грив/);
    expect(JSON.stringify(steps)).not.toContain(demoPin);
  });

  test('is enough for whoever calls from a number that points to it, and asked for anew when he means another one; neither is in the log', async () => {
    const from = '+380505550003';
    const residents = await world.db('residents').whereIn('account_id', [1, 2]).orderBy('id').pluck('id');
    await world.db('phones').insert(residents.map((id: number) => ({ number: from, resident_id: id })));
    const call = await asksForDebt(from);
    await call.hears('verify.account', {}, { limitMs: 40_000 });
    await call.presses(`${olenas}#`);
    await call.hears('debt.ask.pay', { key: 1 }, { limitMs: 60_000 });
    await call.presses('#');
    await call.hears('menu.request', { key: '1' });
    await call.presses('3');
    await call.hears('verify.same', { key: '1' });
    await call.hears('readings.account.other', { key: '2' });
    await call.presses('2');
    await call.hears('verify.account');
    await call.presses(`${yavorskis}#`);
    await call.hears('debt.ask.pay', { key: 1 }, { limitMs: 60_000 });
    await call.hangsUp();
    const steps = await stepsOfLast(world, from);
    expect(steps.filter((step) => step.kind === 'verified')).toMatchObject([
      { accountId: 1, by: 'account' },
      { accountId: 2, by: 'account' },
    ]);
    const keys = steps.flatMap((step) => (step.kind === 'key' ? [step.key] : []));
    const [first, second] = [olenas, yavorskis].map((number) => '•'.repeat(number.length + 1));
    expect(keys.join('')).toBe(`3${first}#32${second}`);
    // Neither is any of them among what was said, in words.
    for (const number of [olenas, yavorskis])
      expect(spokenIn(steps)).not.toContain(spoken('digits', number, 'uk', world.holos.company.timezone));
  });

  test('is asked for and never spoken, not even its end, where a number has several accounts', async () => {
    const from = '+380505550002';
    const residents = await world.db('residents').whereIn('account_id', [1, 2]).orderBy('id').pluck('id');
    await world.db('phones').insert(residents.map((id: number) => ({ number: from, resident_id: id })));
    const [meter] = await metersAtHome(world.db, 2);
    const call = await goesTo(world, from, '2', { dialled: '8800' });
    await call.hears('readings.account.enter', {}, { limitMs: 40_000 });
    await call.presses('69435151530#');
    await call.hears('readings.account.wrong');
    await call.hears('readings.account.enter.again');
    await call.presses(`${yavorskis}#`);
    await call.hears('readings.meter', meter?.said);
    await call.hangsUp();
    const steps = await stepsOfLast(world, from);
    expect(promptsIn(steps).some((prompt) => prompt.startsWith('readings.account.ends'))).toBe(false);
    expect(JSON.stringify(steps)).not.toContain(yavorskis.slice(0, -1));
  });
});
