import { expect, test } from 'vitest';
import { untilIdle } from './room.ts';

test('the wait for room ends as soon as nothing runs any more, however busy the processors are', async () => {
  let looks = 0;
  await untilIdle(1, () => {
    looks += 1;
    return true;
  });
  expect(looks).toBe(1);
});
