import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoPin } from '../../db/seeds/billing.ts';
import { knownNumbers } from '../../db/seeds/numbers.ts';
import type { TownCall } from '../town/call.ts';
import { startWorld, type World } from '../town/world.ts';
import { goesTo, promptsIn, spokenIn, stepsOfLast } from './goes-to.ts';
import { hangUpEverywhere } from './hang-ups.ts';

/** What is owed, told by real calls to those who show that the account is theirs, and to nobody else. */
let world: World;
let number: string;
const debtKey = '3';
const olena = knownNumbers.one;
const right = `${demoPin}#`;
const wrong = '1357#';
let numbers = 100;
const stranger = () => `+3805066${String(numbers++).padStart(5, '0')}`;
/** Another number of hers: each test calls from one of its own, so that they can go on at the same time. */
async function olenasOther(): Promise<string> {
  const other = stranger();
  await world.db('phones').insert({ number: other, resident_id: 1 });
  return other;
}

beforeAll(async () => {
  world = await startWorld();
  const balances = [
    { account_id: 1, service: 'heating', balance_kopecks: -100_000 },
    { account_id: 1, service: 'water', balance_kopecks: -23_450 },
  ];
  await world.db('account_balances').where({ account_id: 1 }).del();
  await world.db('account_balances').insert(balances);
  const paid = { last_payment_on: '2025-03-08', last_payment_kopecks: 70_000 };
  await world
    .db('accounts')
    .where({ id: 1 })
    .update({ balance_kopecks: -123_450, ...paid });
  ({ number } = await world.db('accounts').where({ id: 1 }).first());
});
afterAll(() => world.stop());

const account = () => ({ number });
const howToPay = () => ({ text: world.holos.company.billing.howToPay?.uk ?? '' });

async function asksForDebt(from: string): Promise<TownCall> {
  return goesTo(world, from, debtKey);
}

/** What a call says to nobody who has not shown who he is. */
function nothingPersonal(spoken: string): void {
  expect(spoken).not.toMatch(/Коваленко|Олен|Яворськ|Галицьк|грив|копі|борг[^у]|плат[іе]ж/i);
}

test.concurrent('a hang-up at every step is the end of the call, and shows nobody’s account to be his before he has shown it', async () => {
  await hangUpEverywhere(
    world,
    {
      flows: ['debt'],
      caller: olenasOther,
      calls: debtKey,
      answers: [
        ['verify.pin', right],
        ['debt', '1'],
      ],
    },
    async ({ moment, hasHeard, steps }) => {
      const verified = hasHeard('said debt.account') ? 1 : 0;
      expect(
        steps.filter(({ kind }) => kind === 'verified'),
        moment,
      ).toHaveLength(verified);
      if (verified === 0) nothingPersonal(spokenIn(steps));
    },
  );
});

describe.concurrent('whoever has shown that it is his', () => {
  test('the right PIN: the whole, the parts, the last payment, how to pay, and again without being asked for it twice', async () => {
    const call = await asksForDebt(olena);
    await call.hears('verify.pin', {}, { limitMs: 20_000 });
    await call.presses(right);
    await call.hears('debt.account', account());
    await call.hears('debt.owed', { amount: 123_450 });
    await call.hears('debt.service.owed', { service: 'Опалення', amount: 100_000 });
    await call.hears('debt.service.owed', { service: 'Водопостачання', amount: 23_450 });
    await call.hears('debt.paid.in-year', { on: new Date('2025-03-08T10:00:00Z'), amount: 70_000 });
    await call.hears('debt.ask.pay', { key: 1 });
    await call.presses('1');
    await call.heardWhole('debt.how-to-pay', howToPay());
    await call.presses('#');
    await call.hears('menu.operator', { key: '0' });
    await call.presses(debtKey);
    await call.hears('debt.account', account());
    await call.hangsUp();
    const steps = await stepsOfLast(world, olena);
    expect(promptsIn(steps).filter((prompt) => prompt === 'verify.pin')).toHaveLength(1);
    expect(steps.filter((step) => step.kind === 'verified')).toMatchObject([{ accountId: 1, by: 'pin' }]);
    // The PIN is nowhere in the log: of each of its keys only that it was pressed.
    expect(JSON.stringify(steps)).not.toContain(demoPin);
    const keys = steps.flatMap((step) => (step.kind === 'key' ? [step.key] : []));
    expect(keys.join('')).toBe('3•••••1#3');
  });

  test('a number alone is no proof: three wrong tries, each in other words, then a person; after five the right PIN is as wrong as any, in the same words, and nothing personal is spoken', async () => {
    const from = knownNumbers.several;
    const tries = async (pins: string[]) => {
      const call = await asksForDebt(from);
      const questions = ['verify.pin', 'verify.pin.again', 'verify.pin.short'];
      const answers = ['verify.wrong', 'verify.wrong.again', 'verify.failed'];
      for (const [i, pin] of pins.entries()) {
        await call.hears(questions[i] ?? '', {}, { limitMs: 20_000 });
        await call.presses(pin);
        await call.hears(answers[i] ?? '', {}, { limitMs: 20_000 });
      }
      await call.hears('queue.none', {}, { limitMs: 20_000 });
      await call.hangsUp();
      const steps = await stepsOfLast(world, from);
      nothingPersonal(spokenIn(steps));
      // How much of the menu is said before its key, and after what was waited for, depends on the caller's haste.
      return promptsIn(steps).filter(
        (prompt) => !prompt.startsWith('menu.') && prompt !== 'verify.pin.another',
      );
    };
    const first = await tries([wrong, wrong, wrong]);
    expect(new Set(first).size).toBe(first.length);
    const locked = await tries([wrong, wrong, right]);
    expect(locked.filter((prompt) => prompt !== 'verify.wait')).toEqual(first);
    // Whoever was wrong so often waits for each further try.
    expect(locked).toContain('verify.wait');
  });
});

describe.concurrent('a number that nobody is known by', () => {
  test('the number of the account, whose check digit finds a slip, and the PIN', async () => {
    const from = stranger();
    const call = await asksForDebt(from);
    await call.hears('verify.account', {}, { limitMs: 20_000 });
    await call.presses(`${Number(number) + 1}#`);
    await call.hears('verify.account.slip');
    await call.hears('verify.account.again');
    await call.presses(`${number}#`);
    await call.hears('verify.pin');
    await call.presses(right);
    await call.hears('debt.owed', { amount: 123_450 });
    await call.hangsUp();
    expect(JSON.stringify(await stepsOfLast(world, from))).not.toContain(demoPin);
  });

  test('an account that there is not is asked for its PIN all the same', async () => {
    const from = stranger();
    const call = await asksForDebt(from);
    await call.hears('verify.account', {}, { limitMs: 20_000 });
    await call.presses('69435151530#');
    await call.hears('verify.pin');
    await call.presses(right);
    await call.hears('verify.wrong');
    await call.hangsUp();
    nothingPersonal(spokenIn(await stepsOfLast(world, from)));
  });

  test('forty digits, and no key at all, are asked again in other words; 0 instead of digits leads to a person', async () => {
    const call = await asksForDebt(stranger());
    await call.hears('verify.account', {}, { limitMs: 20_000 });
    await call.pressesTogether('7'.repeat(40));
    await call.hears('verify.account.slip', {}, { limitMs: 20_000 });
    await call.hears('digits.silence.again', {}, { limitMs: 30_000 });
    await call.presses('0');
    await call.hears('queue.none', {}, { limitMs: 20_000 });
    await call.hangsUp();
  });
});

test('two calls of one number at once: to show it in the one shows nothing in the other', async () => {
  const from = await olenasOther();
  const [shown, other] = await Promise.all([asksForDebt(from), asksForDebt(from)]);
  await Promise.all([shown, other].map((call) => call.hears('verify.pin', {}, { limitMs: 20_000 })));
  await Promise.all([shown.presses(right), other.presses(wrong)]);
  await Promise.all([shown.hears('debt.owed', { amount: 123_450 }), other.hears('verify.wrong')]);
  await other.hears('verify.pin.again');
  await other.presses(right);
  await other.hears('debt.owed', { amount: 123_450 });
  await Promise.all([shown.hangsUp(), other.hangsUp()]);
});

test('the controller is started anew: whoever has shown who he is goes on, and is not asked again', async () => {
  const call = await asksForDebt(olena);
  await call.hears('verify.pin', {}, { limitMs: 20_000 });
  await call.presses(right);
  await call.hears('debt.account', account());
  await world.restart();
  await call.hears('interrupted', {}, { limitMs: 30_000 });
  await call.hears('debt.account', account());
  await call.hears('debt.owed', { amount: 123_450 });
  await call.hangsUp();
  const asked = promptsIn(await stepsOfLast(world, olena)).filter((prompt) => prompt === 'verify.pin');
  expect(asked).toHaveLength(1);
}, 120_000);
