import fc from 'fast-check';
import { expect, test } from 'vitest';
import { caller, operator, rulesOf, situations } from '../../test/floor/situations.ts';
import { fits, inOrder, type OnFloor } from './order.ts';
import { standingsOf } from './standing.ts';

test('the position counts those before a caller whom the same people serve', () => {
  const line = [
    caller('readings', 0, { queue: 'readings' }),
    caller('first', 1_000),
    caller('second', 2_000),
  ];
  const apart = [operator(1, null, { readings: 0 }), operator(2, null, { dispatcher: 0 })];
  const at = (callId: string, floor: OnFloor[]) =>
    standingsOf(3_000, line, floor, rulesOf()).get(callId)?.position;
  expect([at('second', apart), at('second', [...apart, operator(3)])]).toEqual([2, 3]);
  expect([at('readings', apart), at('nobody', apart)]).toEqual([1, undefined]);
  expect([at('second', []), at('readings', [])]).toEqual([2, 1]);
});

test('in any situation everybody stands where he would if each were compared with each', () => {
  fc.assert(
    fc.property(situations, ({ nowMs, rules, waiting, floor }) => {
      const standings = standingsOf(nowMs, waiting, floor, rules);
      const line = inOrder(waiting, rules);
      for (const [index, one] of line.entries()) {
        const takers = floor.filter((who) => fits(nowMs, one, who, floor, rules));
        const before = line
          .slice(0, index)
          .filter((other) =>
            takers.length === 0
              ? other.queue === one.queue
              : takers.some((who) => fits(nowMs, other, who, floor, rules)),
          );
        const unoffered = before.filter((other) => other.offeredTo.size === 0).length;
        const turnsUntilHis = one.offeredTo.size > 0 ? 0 : unoffered + 1;
        expect(standings.get(one.callId)).toEqual({ position: before.length + 1, turnsUntilHis, takers });
      }
      expect(standings.size).toBe(line.length);
    }),
    { numRuns: 1_000 },
  );
});
