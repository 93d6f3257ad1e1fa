import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeCall } from '../../test/fakes/fake-call.ts';
import type { Call } from './call.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const proposal = { name: 'p', prompts: ['what', 'key'], key: '1', thinkMs: 3_000 };

/** What comes of it when these keys are pressed, one a second, how often it was said, and whether a key is left for the question that follows. */
async function pressing(keys: string, say: (call: Call) => Promise<unknown>) {
  const { call, said } = fakeCall();
  call.detours = true;
  for (const [index, key] of [...keys].entries()) setTimeout(() => call.keys.press(key), (index + 1) * 1_000);
  const came = say(call).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(10_000);
  return [await came, said.length / 2, call.keys.take()];
}

test.each([
  ['', false, 1, undefined],
  ['1', true, 1, undefined],
  ['*', false, 2, undefined],
  ['**1', true, 3, undefined],
  ['*5', false, 2, '5'],
  ['0', false, 1, '0'],
  ['9', expect.objectContaining({ to: 'language' }), 1, undefined],
])('"%s" at a proposal', async (keys, came, times, left) => {
  expect(await pressing(keys, (call) => call.propose(proposal))).toEqual([came, times, left]);
});

test.each([
  ['', undefined, 1, undefined],
  ['**', undefined, 3, undefined],
  ['*2', undefined, 2, '2'],
  ['9', expect.objectContaining({ to: 'language' }), 1, undefined],
])('"%s" after what is told', async (keys, came, times, left) => {
  expect(await pressing(keys, (call) => call.tell(proposal.prompts, 3_000))).toEqual([came, times, left]);
});
