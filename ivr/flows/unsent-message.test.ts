import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLog } from '../../log.ts';
import { run } from '../../telephony/call/runner.ts';
import { fakeCall, sentence } from '../../test/fakes/fake-call.ts';
import type { IvrServices } from '../services.ts';
import { detour } from './detour.ts';
import { leaveRequest } from './leave-request.ts';

/** A message that is recorded is a request, however its caller leaves; only who throws it away has sent nothing. */
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const hotline = {
  id: '750-600',
  languages: ['uk', 'ru'],
  longestMessageMin: 3,
  menu: [{ queue: 'dispatcher' }],
};
const message = { file: 'm', durationMs: 5_000, voicedMs: 4_000, sound: { path: 'm', durationMs: 5_000 } };

/** The messages that were handed in, of one who stands at the review and presses these keys, one a second; then he hangs up. */
async function handedIn(...keys: string[]) {
  const handed: string[] = [];
  const services = {
    company: { hotlines: [hotline], queues: [{ id: 'dispatcher', flows: [] }], categories: [{ id: 'leak' }] },
    languages: { remember: async () => undefined },
    spokenRequests: {
      handIn: async (one: { message: { file: string } }) => {
        handed.push(one.message.file);
        return { number: '1', sms: false };
      },
    },
  } as unknown as IvrServices;
  const { call, said } = fakeCall();
  call.note('request.category', 'leak');
  call.note('request.where', { residentId: null, inMessage: true });
  call.note('request.message', message);
  for (const [index, key] of keys.entries()) setTimeout(() => call.keys.press(key), (index + 1) * 1_000);
  setTimeout(() => call.over('caller-hung-up'), (keys.length + 1) * 1_000);
  const over = async () => undefined;
  const led = run(call, leaveRequest, {
    ...{ services, log: createLog('silent'), longestMs: 60_000, afterBug: over },
    detour: (to, from) => (to === 'person' ? over : detour(to, from)),
  });
  await vi.advanceTimersByTimeAsync((keys.length + 2) * 1_000);
  await led;
  return { handed: [...new Set(handed)], said };
}

test.each([[[]], [['9']], [['0']], [['9', '0']], [['9', '2']], [['9', '#']]])(
  'a message is handed in when its caller goes after %j',
  async (keys) => {
    expect((await handedIn(...keys)).handed).toEqual(['m']);
  },
);

test('# in the choice of language leads back to the review', async () => {
  const { said } = await handedIn('9', '#');
  expect(said.at(-1)).toBe(sentence('request.review'));
});
