import { expect, test } from 'vitest';
import { backoffMs, keepTrying } from './backoff.ts';

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
