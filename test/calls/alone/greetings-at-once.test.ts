import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startWorld, type World } from '../../town/world.ts';

/** Many who call in the same moment, and listen. */
const callers = 30;
let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
afterEach(() => Promise.all(world.town.calls.map((call) => call.hangsUp())));

test('thirty at once are all answered and all heard out', async () => {
  const numbers = Array.from({ length: callers }, (_, n) => `+3805098${String(n).padStart(5, '0')}`);
  const calls = await Promise.all(numbers.map((number) => world.town.resident(number).calls('750600')));
  await Promise.all(calls.map((call) => call.heardWhole('notice.recorded', {}, { limitMs: 20_000 })));
  await Promise.all(calls.map((call) => call.hangsUp()));
  await expect.poll(() => world.holos.live.size, { timeout: 8_000 }).toBe(0);
  expect(await world.holos.node.ari('bridges', 'list')).toEqual([]);
});
