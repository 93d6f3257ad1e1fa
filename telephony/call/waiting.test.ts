import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { waitFor, within } from './waiting.ts';

test('what happens while the listener is being set up is not lost, and the listener is removed', async () => {
  let stopped = 0;
  const value = await waitFor<number>(
    (done) => {
      done(7);
      return () => stopped++;
    },
    { limitMs: 1_000 },
  );
  expect(value).toBe(7);
  expect(stopped).toBe(1);
});

test('a signal that has fired already starts nothing', async () => {
  const reason = new Error('over');
  let started = false;
  const wait = waitFor(
    () => {
      started = true;
      return () => undefined;
    },
    { signal: AbortSignal.abort(reason) },
  );
  await expect(wait).rejects.toBe(reason);
  expect(started).toBe(false);
});

test('the limit ends it with null and removes the listener', async () => {
  let stopped = 0;
  expect(await waitFor(() => () => stopped++, { limitMs: 5 })).toBeNull();
  expect(stopped).toBe(1);
});

test('a limit comes though a listener has gone and garbage was collected', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  const caller = new AbortController();
  const limit = within(60, caller.signal);
  // Somebody who needed it for less is done with it.
  const shorter = AbortSignal.any([new AbortController().signal, limit]);
  const listener = () => undefined;
  shorter.addEventListener('abort', listener);
  shorter.removeEventListener('abort', listener);
  const collecting = setInterval(collectGarbage, 10);
  try {
    await expect(waitFor(() => () => undefined, { signal: limit, limitMs: 2_000 })).rejects.toThrow('over');
  } finally {
    clearInterval(collecting);
  }
});

test('a limit ends with its signal, and with its reason', async () => {
  const caller = new AbortController();
  const limit = within(10_000, caller.signal);
  caller.abort(new Error('hung up'));
  expect(limit.aborted).toBe(true);
  expect(limit.reason).toEqual(new Error('hung up'));
  expect(within(10_000, caller.signal).aborted).toBe(true);
});
