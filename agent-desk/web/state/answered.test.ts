import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answered } from './answered.ts';
import type { Acknowledge } from './contract.ts';
import { codeOfFailure } from './failure.ts';
import { notices } from './notices.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What came of something that was sent over a link. */
function sent() {
  const socket = Object.assign(new EventEmitter(), { connected: true });
  let answer: Acknowledge = () => undefined;
  const asked = answered(socket, (_socket, given) => {
    answer = given;
  });
  const code = asked.then(() => 'done', codeOfFailure);
  return { socket, asked, code, answer: (...given: Parameters<Acknowledge>) => answer(...given) };
}

test('an answer ends the waiting, and leaves nothing behind', async () => {
  const [yes, no] = [sent(), sent()];
  yes.answer({ ok: true });
  no.answer({ ok: false, code: 'desk.not-now', message: 'Not now.' });
  expect([await yes.code, await no.code]).toEqual(['done', 'desk.not-now']);
  expect([yes.socket.listenerCount('disconnect'), vi.getTimerCount()]).toEqual([0, 0]);
});

test('who loses the link is told so once: what was not answered then is told by nobody, now or later', async () => {
  const { socket, asked, code } = sent();
  const watched = notices.watch(asked);
  socket.emit('disconnect');
  expect(await code).toBe('link-lost');
  await watched;
  vi.advanceTimersByTime(10_000);
  expect(notices.list).toEqual([]);
});

test('a server that does not answer, and one to which there is no link, are told of', async () => {
  const { code } = sent();
  vi.advanceTimersByTime(8_000);
  expect(await code).toBe('timeout');
  expect(await answered(null, () => undefined).catch(codeOfFailure)).toBe('offline');
});
