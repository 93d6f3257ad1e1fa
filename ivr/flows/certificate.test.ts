import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { withCheckDigit } from '../../housing/accounts/account-number.ts';
import type { Fact } from '../../housing/accounts/accounts.ts';
import { createLog } from '../../log.ts';
import { askedIn } from '../../test/fakes/asked-in.ts';
import { fakeCall } from '../../test/fakes/fake-call.ts';
import type { IvrServices } from '../services.ts';
import { certificate } from './certificate.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const [first, second] = [withCheckDigit('7500001'), withCheckDigit('7500002')];
const numbers = [first, second];
const known: Record<number, number[]> = { 1: [10], 2: [20] };

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
  return order.mock.calls[0];
}

const centre = '1';
const [same, other] = ['1', '2'];

test('who has shown one of several accounts is asked for which it is', async () => {
  const shown = { verifiedIn: async () => 1, ofResidents: async () => [1, 2] };
  expect(await ordered(shown, ['1', same, centre])).toMatchObject([{ proof: 'verified', residentId: 10 }]);
  expect(await ordered(shown, ['1', other, `${second}#`, centre])).toMatchObject([
    { proof: 'unverified', residentId: 20, delivery: 'centre' },
  ]);
  expect(await ordered(shown, ['1', other, `${second}#`, '2', '2468#'])).toMatchObject([
    { proof: 'verified', residentId: 20, delivery: 'email' },
  ]);
});
