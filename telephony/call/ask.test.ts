import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeCall } from '../../test/fakes/fake-call.ts';
import { anyDigits } from './ask.ts';
import type { Call } from './call.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const account = { name: 'account', prompts: ['account'], longest: 12, answer: anyDigits };
const pin = { name: 'pin', prompts: ['pin'], longest: 8, answer: anyDigits };
const full = '750000000015';

async function twoQuestions(call: Call): Promise<unknown> {
  return [await call.ask(account), await call.ask(pin)];
}

/** What comes of two questions in a row, where each key is pressed so long after the one before it. */
async function pressing(...pressed: [keys: string, afterMs: number][]) {
  const { call } = fakeCall();
  call.detours = true;
  let atMs = 0;
  for (const [keys, afterMs] of pressed)
    for (const key of keys) {
      atMs += afterMs;
      setTimeout(() => call.keys.press(key), atMs);
    }
  const came = twoQuestions(call).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(atMs + 20_000);
  return came;
}

const back = expect.objectContaining({ to: 'back' });

test.each([500, 1_000, 2_000, 3_900])(
  'the # that ends an answer of full length belongs to it, also %d ms later',
  async (laterMs) => {
    expect(await pressing([full, 300], ['#', laterMs], ['2468', 1_000], ['#', 1_000])).toEqual([
      full,
      '2468',
    ]);
  },
);

test('when it is pressed twice, both belong to it; what comes as a word of its own leads back', async () => {
  expect(await pressing([full, 300], ['#', 1_500], ['#', 300], ['2468#', 1_000])).toEqual([full, '2468']);
  expect(await pressing([full, 300], ['#', 1_500], ['#', 1_500])).toEqual(back);
  expect(await pressing([full, 300], ['#', 4_500])).toEqual(back);
});

test('nobody waits for it, and a # after other digits ends these', async () => {
  expect(await pressing([full, 300], ['13579', 1_000], ['#', 300])).toEqual([full, '13579']);
});

test.each([4_500, 6_000])(
  'the # that comes when the digits were taken by the pause belongs to them, also after %d ms',
  async (laterMs) => {
    expect(await pressing(['75000015', 300], ['#', laterMs], ['2468#', 1_000])).toEqual(['75000015', '2468']);
  },
);

test('and so does that of a 0 alone, which has led to a person meanwhile', async () => {
  const { call } = fakeCall();
  call.detours = true;
  const came = expect(call.ask(account)).rejects.toMatchObject({ to: 'person' });
  call.keys.press('0');
  await vi.advanceTimersByTimeAsync(4_500);
  call.keys.press('#');
  await came;
  expect(call.keys.any).toBe(false);
});

test('what comes later than the # of a slow hand leads back, and so does the second', async () => {
  expect(await pressing(['75000015', 300], ['#', 7_000])).toEqual(back);
  expect(await pressing(['75000015', 300], ['#', 4_500], ['#', 1_500])).toEqual(back);
});

test('after an answer that was ended by # another one leads back', async () => {
  expect(await pressing(['75000015#', 300], ['#', 1_500])).toEqual(back);
});
