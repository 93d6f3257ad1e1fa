import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SmsPromise } from '../../housing/messages/messages.ts';
import { fakeCall, sentence } from '../../test/fakes/fake-call.ts';
import type { IvrServices } from '../services.ts';
import { emergencyNumber } from './emergency-number.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const company = { hotlines: [{ id: '750-600', emergencyNumber: '1580' }] };
const number = { number: '1580' };
const spoken = [sentence(['emergency.number', number]), sentence(['emergency.number.again', number])];

/** What one hears who presses 1. @param written what comes of writing the SMS down */
async function heard(promise: SmsPromise, written: SmsPromise = promise) {
  const { call, said } = fakeCall();
  const messages = { promise: () => promise, sms: vi.fn(async () => written) };
  const next = emergencyNumber(call, { company, messages } as unknown as IvrServices);
  setTimeout(() => call.keys.press('1'), 1_000);
  await vi.advanceTimersByTimeAsync(10_000);
  expect((await next).name).toBe('mainMenu');
  return { said, messages };
}

test.each<[SmsPromise, SmsPromise, string]>([
  ['coming', 'coming', 'sms.coming'],
  ['coming', 'kept', 'sms.kept'],
])(
  'an SMS that is %s, and once it is written %s, is promised as it will come',
  async (promise, written, told) => {
    const { said } = await heard(promise, written);
    expect(said).toEqual([...spoken, sentence(['emergency.sms', { key: '1' }]), sentence(told)]);
  },
);

test.each<SmsPromise>(['kept', 'unreachable'])('one that would be %s is not offered', async (promise) => {
  const { said, messages } = await heard(promise);
  expect(said).toEqual(spoken);
  expect(messages.sms).not.toHaveBeenCalled();
});
