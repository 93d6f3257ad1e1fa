import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { withCheckDigit } from '../housing/accounts/account-number.ts';
import type { Fact } from '../housing/accounts/accounts.ts';
import { createLog } from '../log.ts';
import { askedIn } from '../test/fakes/asked-in.ts';
import { fakeCall, sentence } from '../test/fakes/fake-call.ts';
import { verify } from './verify.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const numbers = { right: withCheckDigit('7500001'), other: withCheckDigit('7500002') };

/** What a caller is told and asked who has keyed in the number of an account, and presses this then. */
async function shows(verification: 'pin' | 'account', keyedIn: string, done: readonly string[] = []) {
  const one = fakeCall();
  const isRight = (fact: Fact) => (fact.by === 'pin' ? fact.pin === '2468' : fact.number === numbers.right);
  const accounts = {
    ...{ ofResidents: async () => [1], byNumber: async () => 1, verifiedIn: async () => null },
    verify: async (fact: Fact) => (isRight(fact) ? 1 : null),
  };
  const services = { company: { verification }, accounts, log: createLog('silent') };
  const showsIt = (call: typeof one.call) =>
    verify(call, services as unknown as Parameters<typeof verify>[1], keyedIn);
  return { accountId: await askedIn(one, showsIt, done), said: one.said };
}

const words = (...prompts: string[]) => prompts.map((prompt) => sentence(prompt));

test('where the number of the account is the fact, one who has keyed it in is asked for nothing', async () => {
  expect(await shows('account', numbers.right)).toEqual({ accountId: 1, said: [] });
});

test('who has keyed in the number of somebody else is told so, and asked for his', async () => {
  const said = words('verify.wrong', 'verify.account.again');
  expect(await shows('account', numbers.other, [`${numbers.right}#`])).toEqual({ accountId: 1, said });
});

test('where the PIN is the fact, it is asked for, and said why', async () => {
  const said = words('verify.why', 'verify.pin');
  expect(await shows('pin', numbers.right, ['2468#'])).toEqual({ accountId: 1, said });
});

/** Accounts 1 and 2, each with its number and its PIN. */
const accountNumbers = [numbers.right, numbers.other];
const pins = ['2468', '1357'];

/** What comes of what a caller asks for one after the other from a telephone that points to these accounts, back in the menu in between. */
async function asksAgain(among: number[], ...asked: (readonly string[])[]) {
  const one = fakeCall();
  const accounts = {
    ...{ ofResidents: async () => among, verifiedIn: async () => null },
    byNumber: async (number: string) => accountNumbers.indexOf(number) + 1 || null,
    verify: async (fact: Fact) =>
      fact.by === 'pin' && fact.pin === pins[(fact.accountId ?? 0) - 1] ? fact.accountId : null,
  };
  const services = { company: { verification: 'pin' }, accounts, log: createLog('silent') };
  const came: unknown[] = [];
  for (const done of asked) {
    one.call.answers.forget();
    one.said.length = 0;
    const ask = (call: typeof one.call) => verify(call, services as unknown as Parameters<typeof verify>[1]);
    came.push(await askedIn(one, ask, done));
  }
  return { came, said: one.said, call: one.call };
}

const first = [`${numbers.right}#`, '2468#'];
const second = [`${numbers.other}#`, '1357#'];
const which = [sentence(['verify.same', { key: '1' }]), sentence(['readings.account.other', { key: '2' }])];

test.each([[[]], [[1, 2]]])(
  'who may have several accounts (%j) is asked each time which, and shows the other one',
  async (among) => {
    const { came, said } = await asksAgain(among, first, ['2', ...second], ['1']);
    expect(came).toEqual([1, 2, 2]);
    expect(said).toEqual(which);
  },
);

test('who has one account alone is asked for nothing a second time', async () => {
  const { came, said } = await asksAgain([1], ['2468#'], []);
  expect(came).toEqual([1, 1]);
  expect(said).toEqual([]);
});

test('what was said of it stands as long as the flow goes on', async () => {
  const { call } = await asksAgain([1, 2], first, ['2', ...second]);
  const accounts = { ofResidents: async () => [1, 2] };
  const services = { accounts, log: createLog('silent') } as unknown as Parameters<typeof verify>[1];
  expect(await verify(call, services)).toBe(2);
});

test('who means another account than that of his telephone keys it in, and tries nothing at this one', async () => {
  const { came, said } = await asksAgain([1], ['1111#', '1#', ...second]);
  expect(came).toEqual([2]);
  expect(said).toEqual(
    words(
      ...['verify.why', 'verify.pin', 'verify.wrong', 'verify.pin.again', 'verify.pin.another'],
      ...['verify.account.again', 'verify.pin.again'],
    ),
  );
});
