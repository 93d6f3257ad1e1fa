import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeCall, sentence } from '../../test/fakes/fake-call.ts';
import type { IvrServices } from '../services.ts';
import { knownBreakdown } from './known-breakdown.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Nobody may call abroad. */
const company = {
  ...{ country: 'UA', areaCode: '342', executors: [], hotlines: [] },
  outgoing: { foreign: [], premium: [] },
};
/** Another of the same kind is in the caller's other house. */
const told = [{ id: 1, alike: [2], joined: false, prompt: 'known-breakdown.breakdown', parameters: {} }];

async function heardBy(number: string) {
  const { call, said } = fakeCall(number);
  const joining = { join: vi.fn(async (_: object) => true) };
  const services = { company, incidents: { tellings: async () => told }, joining } as unknown as IvrServices;
  const next = knownBreakdown(call, services);
  setTimeout(() => call.keys.press('1'), 1_000);
  await vi.advanceTimersByTimeAsync(10_000);
  await next;
  return { said, joining, keyLeft: call.keys.any };
}

test('who can be told joins what he has heard of, and what was the same to him', async () => {
  const number = '+380501112233';
  const { said, joining } = await heardBy(number);
  expect(said).toContain(sentence('known-breakdown.joined'));
  expect(joining.join.mock.calls).toMatchObject([[{ incidentId: 1, number }], [{ incidentId: 2, number }]]);
});

test('whom nobody may call, and no SMS reaches, hears of it, is promised nothing, and keeps the key', async () => {
  const { said, joining, keyLeft } = await heardBy('+48221234567');
  expect(said).toEqual([sentence('known-breakdown.breakdown')]);
  expect(joining.join).not.toHaveBeenCalled();
  expect(keyLeft).toBe(true);
});
