import { expect, test } from 'vitest';
import { backoffMs, keepTrying, untilDone } from './backoff.ts';

test('the pause doubles from 100 ms and is never longer than 2 s', () => {
  expect([0, 1, 2, 3, 4, 5, 1000].map(backoffMs)).toEqual([100, 200, 400, 800, 1600, 2000, 2000]);
});

test('it tries until the signal fires, and tells of a failure once while it stays the same', async () => {
  const stop = new AbortController();
  const told: string[] = [];
  let tries = 0;
  const session = async () => {
    tries += 1;
    if (tries === 3) stop.abort();
    throw new Error('refused');
  };
  await keepTrying(session, (error) => told.push(String(error)), stop.signal);
  expect([tries, told]).toEqual([3, ['Error: refused']]);
});

test('work is done until it succeeds, and knows that it was tried before', async () => {
  const told: string[] = [];
  const done = await untilDone(
    async (again) => {
      if (!again) throw new Error('away');
      return 'written';
    },
    (error) => told.push(String(error)),
    new AbortController().signal,
  );
  expect([done, told]).toEqual(['written', ['Error: away']]);
});

test('work that is given up comes to nothing, and its last failure is nobody’s news', async () => {
  const stop = new AbortController();
  const given = untilDone(
    async () => {
      stop.abort();
      throw new Error('away');
    },
    () => expect.unreachable('nobody waits for it'),
    stop.signal,
  );
  expect(await given).toBeNull();
});
