import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLog } from '../../log.ts';
import { run } from '../../telephony/call/runner.ts';
import { fakeCall } from '../../test/fakes/fake-call.ts';
import type { IvrFlow, IvrServices } from '../services.ts';
import { announcements } from './announcements.ts';
import { detour } from './detour.ts';
import { emergencyNumber } from './emergency-number.ts';

/** What is told without a question is told again, too: for `*`, and after 9 in the other language. */
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const menu = [{ key: '1', prompt: 'menu.readings', flow: 'readings', spoken: true }];
const hotline = { id: '750-600', languages: ['uk', 'ru'], emergencyNumber: '1580', menu };
/** Where the caller may be called back. */
const calling = { country: 'UA', areaCode: '342', executors: [], outgoing: { foreign: [], premium: [] } };
const breakdown = { id: 1, alike: [], joined: false, prompt: 'known-breakdown.breakdown', parameters: {} };

/** In which language it was said, each time, to one who presses these keys, one a second. */
async function told(prompt: string, flow: IvrFlow, keys: string, reachable = true) {
  const services = {
    company: { ...calling, hotlines: [hotline] },
    languages: { remember: async () => undefined },
    announcements: { saidNow: async () => [] },
    incidents: { tellings: async () => [breakdown] },
    messages: { reaches: () => reachable, promise: () => (reachable ? 'coming' : 'nothing') },
  } as unknown as IvrServices;
  const { call, said, languages } = fakeCall();
  for (const [index, key] of [...keys].entries()) setTimeout(() => call.keys.press(key), (index + 1) * 1_000);
  setTimeout(() => call.over('caller-hung-up'), 9_000);
  const led = run(call, flow, {
    ...{ services, log: createLog('silent'), longestMs: 60_000, afterBug: async () => undefined, detour },
  });
  await vi.advanceTimersByTimeAsync(9_500);
  await led;
  return languages.filter((_, index) => said[index]?.startsWith(`${prompt} `));
}

test('the number of the emergency service', async () => {
  expect(await told('emergency.number', emergencyNumber, '*')).toEqual(['uk', 'uk']);
  expect(await told('emergency.number', emergencyNumber, '*', false)).toEqual(['uk', 'uk']);
  expect(await told('emergency.number', emergencyNumber, '92')).toEqual(['uk', 'ru']);
});

test('a breakdown', async () => {
  expect(await told(breakdown.prompt, announcements, '*')).toEqual(['uk', 'uk']);
  expect(await told(breakdown.prompt, announcements, '92')).toEqual(['uk', 'ru']);
});
