import { expect, test } from 'vitest';
import { waitFor } from './waiting.ts';

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
