import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HolosError } from '../../errors.ts';
import { withCheckDigit } from '../../housing/accounts/account-number.ts';
import type { Fact } from '../../housing/accounts/accounts.ts';
import { createLog } from '../../log.ts';
import { askedIn } from '../../test/fakes/asked-in.ts';
import { fakeCall, sentence } from '../../test/fakes/fake-call.ts';
import type { IvrServices } from '../services.ts';
import { certificate } from './certificate.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const [first, second] = [withCheckDigit('7500001'), withCheckDigit('7500002')];
const numbers = [first, second];
const known: Record<number, number[]> = { 1: [10], 2: [20] };
const away = async () => {
  throw new HolosError('db.away', 'the database does not answer');
};

/** What is ordered by a caller who does this, with accounts that answer so. */
async function ordered(accounts: Partial<IvrServices['accounts']>, done: readonly string[]) {
  const one = fakeCall();
  const find = async (number: string) => numbers.indexOf(number) + 1 || null;
  const order = vi.fn(async () => ({ request: null, sms: false }));
  const services = {
    company: { verification: 'pin', certificates: [{ id: 'household', name: { uk: 'Склад сім’ї' } }] },
    accounts: {
      ...{ find, byNumber: find, ofResidents: async () => [], verifiedIn: async () => null },
      residentsOf: async (id: number) => known[id] ?? [],
      state: async (id: number) => ({ number: numbers[id - 1], email: 'olena@example.com' }),
      verify: async (fact: Fact) => (fact.by === 'pin' ? fact.accountId : null),
      ...accounts,
    },
    certificates: { order },
    log: createLog('silent'),
  } as unknown as IvrServices;
  await askedIn(one, (call) => certificate(call, services), done);
  return { order: order.mock.calls[0], said: one.said };
}

const centre = '1';
const [same, other] = ['1', '2'];

test('who keys in the number of an account is known by it; where nobody is, the number stands in the order', async () => {
  const keysIn = ['1', `${first}#`, centre];
  const unverified = { proof: 'unverified', delivery: 'centre' };
  expect((await ordered({}, keysIn)).order).toMatchObject([
    { ...unverified, residentId: 10, accountNumber: null },
  ]);
  for (const residentsOf of [async () => [], away])
    expect((await ordered({ residentsOf }, keysIn)).order).toMatchObject([
      { ...unverified, residentId: null, accountNumber: first },
    ]);
});

test('so it does where he has shown that the account is his', async () => {
  const shown = { verifiedIn: async () => 1, ofResidents: async () => [1], residentsOf: async () => [] };
  const { order, said } = await ordered(shown, ['1', centre]);
  expect(order).toMatchObject([{ proof: 'verified', residentId: null, accountNumber: first }]);
  expect(said).not.toContain(sentence('certificate.account'));
});

test('who has shown one of several accounts is asked for which it is', async () => {
  const shown = { verifiedIn: async () => 1, ofResidents: async () => [1, 2] };
  expect((await ordered(shown, ['1', same, centre])).order).toMatchObject([
    { proof: 'verified', residentId: 10 },
  ]);
  expect((await ordered(shown, ['1', other, `${second}#`, centre])).order).toMatchObject([
    { proof: 'unverified', residentId: 20, delivery: 'centre' },
  ]);
  expect((await ordered(shown, ['1', other, `${second}#`, '2', '2468#'])).order).toMatchObject([
    { proof: 'verified', residentId: 20, delivery: 'email' },
  ]);
});
