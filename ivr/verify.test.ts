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
