import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { withCheckDigit } from '../../housing/accounts/account-number.ts';
import { createLog } from '../../log.ts';
import { askedIn, mostOften } from '../../test/fakes/asked-in.ts';
import { fakeCall, sentence } from '../../test/fakes/fake-call.ts';
import type { IvrServices } from '../services.ts';
import { askWhere } from './request-where.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Of one account that somebody lives in, and of none. */
const [number, nobodys] = [withCheckDigit('7500001'), withCheckDigit('7500002')];
const slip = `${number.slice(0, -1)}${(Number(number.at(-1)) + 1) % 10}`;
const home = { street: 'Галицька', house: '1', flat: '2' };

/** Where it is to be done for a caller who does this, and what he was told. @param shown the account that he has shown to be his */
async function where(shown: number | null, ...done: string[]) {
  const one = fakeCall();
  const accounts = {
    verifiedIn: async () => shown,
    ofResidents: async () => [],
    residentsOf: async (id: number) => (id === 1 ? [10] : []),
    state: async () => home,
    find: async (digits: string) => (digits === number ? 1 : null),
  };
  const services = { accounts, log: createLog('silent') } as unknown as IvrServices;
  return { came: await askedIn(one, (call) => askWhere(call, services), done), said: one.said };
}

const inMessage = { residentId: null, inMessage: true };
const address = sentence(['request.where.address', { address: 'Галицька, 1, кв. 2' }]);

test('who has shown whose account it is hears its address, and confirms it or means another one, after a wrong key, too', async () => {
  for (const [keys, wanted] of [
    [['1'], { residentId: 10, inMessage: false }],
    [['3'], inMessage],
    [['7', '3'], inMessage],
  ] as const) {
    const { came, said } = await where(1, ...keys);
    expect(came).toEqual(wanted);
    expect(said[0]).toBe(address);
  }
  expect((await where(1, '7', '3')).said).toContain(sentence('request.where.there.again'));
});

test('the number of an account that is keyed in says for whom it is, also after slips', async () => {
  for (const slips of [[], [`${slip}#`], [`${slip}#`, `${slip}#`]])
    expect((await where(null, '2', ...slips, `${number}#`)).came).toEqual({
      residentId: 10,
      inMessage: false,
    });
});

test('wrong three times, the address is asked for in the message, and no sentence was heard three times', async () => {
  const { came, said } = await where(null, '2', ...Array<string>(3).fill(`${slip}#`));
  expect(came).toEqual(inMessage);
  expect(said).toContain(sentence('verify.account.slip.again'));
  expect(mostOften(said)[0]).toBeLessThan(3);
});

test('a number that nobody has leads there without a word', async () => {
  const { came, said } = await where(null, '2', `${nobodys}#`);
  expect(came).toEqual(inMessage);
  expect(said.at(-1)).toBe(sentence('readings.account.enter'));
});
