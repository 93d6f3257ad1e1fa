import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { withCheckDigit } from '../../housing/accounts/account-number.ts';
import { createLog } from '../../log.ts';
import { askedIn } from '../../test/fakes/asked-in.ts';
import { fakeCall, sentence } from '../../test/fakes/fake-call.ts';
import type { IvrServices } from '../services.ts';
import { certificate } from './certificate.ts';
import { noChoice } from './no-choice.ts';

/** Callers who order nothing in the end: a person is to help. */
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const number = withCheckDigit('7500001');

/** What is said to a caller who does this, where no fact is ever right, and who lives where this e-mail is on record. */
async function refused(done: readonly string[], email: string | null = null) {
  const one = fakeCall();
  one.call.residentIds = [10];
  const order = vi.fn();
  const state = vi.fn(async () => ({ number, email }));
  const services = {
    company: { verification: 'pin', certificates: [{ id: 'household', name: { uk: 'Склад сім’ї' } }] },
    accounts: {
      ...{ ofResidents: async () => [1], residentsOf: async () => [10], byNumber: async () => 1 },
      ...{ verifiedIn: async () => null, verify: async () => null, state },
    },
    certificates: { order },
    log: createLog('silent'),
  } as unknown as IvrServices;
  expect(await askedIn(one, (call) => certificate(call, services), done)).toBe(noChoice);
  expect(order).not.toHaveBeenCalled();
  return { said: one.said, state };
}

test.each([null, 'olena@example.com'])(
  'a number alone is no proof: whether an e-mail is on record (%s) is neither looked up nor told',
  async (email) => {
    const { said, state } = await refused(['1', '2', '1111#', '1111#', '1111#'], email);
    const asked = ['verify.why', 'verify.pin', 'verify.wrong', 'verify.pin.again', 'verify.pin.another'];
    const last = ['verify.wrong.again', 'verify.pin.short', 'verify.failed'];
    expect(said.slice(-8)).toEqual([...asked, ...last].map((prompt) => sentence(prompt)));
    expect(state).not.toHaveBeenCalled();
  },
);

test('a wrong key, then none: the choices in other words, and an end', async () => {
  const { said } = await refused(['8', '', '']);
  expect(said.slice(0, 1)).toEqual([sentence('certificate.which')]);
  expect(said).toContain(sentence('key.wrong'));
  expect(said).toContain(sentence('certificate.which.again'));
  expect(said).toContain(sentence('silence.second'));
});
