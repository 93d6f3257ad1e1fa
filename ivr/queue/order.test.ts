import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inOrder, nextOffers, type WaitingCaller } from './order.ts';

const caller = (callId: string, sinceMs: number, more: Partial<WaitingCaller> = {}): WaitingCaller => ({
  callId,
  queue: 'dispatcher',
  sinceMs,
  emergency: false,
  offered: false,
  refusedUntilMs: new Map(),
  ...more,
});

test('first come, first served, by the operator who has been free the longest', () => {
  const offers = nextOffers(
    10_000,
    [caller('late', 2_000), caller('early', 1_000)],
    [
      { operatorId: 1, readySinceMs: 500 },
      { operatorId: 2, readySinceMs: 100 },
    ],
  );
  expect(offers).toEqual([
    { callId: 'early', operatorId: 2 },
    { callId: 'late', operatorId: 1 },
  ]);
});

test('an emergency goes before those who came earlier, but not before an earlier emergency', () => {
  const line = [
    caller('early', 1_000),
    caller('emergency', 3_000, { emergency: true }),
    caller('earlier emergency', 2_000, { emergency: true }),
  ];
  expect(inOrder(line).map(({ callId }) => callId)).toEqual(['earlier emergency', 'emergency', 'early']);
  expect(nextOffers(10_000, line, [{ operatorId: 1, readySinceMs: 0 }])).toEqual([
    { callId: 'earlier emergency', operatorId: 1 },
  ]);
});

test('an operator who has just said no to a caller gets the next one instead', () => {
  const refused = caller('first', 1_000, { refusedUntilMs: new Map([[7, 20_000]]) });
  expect(
    nextOffers(10_000, [refused, caller('second', 2_000)], [{ operatorId: 7, readySinceMs: 0 }]),
  ).toEqual([{ callId: 'second', operatorId: 7 }]);
  expect(nextOffers(20_000, [refused], [{ operatorId: 7, readySinceMs: 0 }])).toHaveLength(1);
});

const histories = fc.record({
  nowMs: fc.integer({ min: 0, max: 100_000 }),
  waiting: fc.uniqueArray(
    fc.record({
      callId: fc.string({ minLength: 1, maxLength: 4 }),
      sinceMs: fc.integer({ min: 0, max: 100 }),
      offered: fc.boolean(),
      refused: fc.dictionary(fc.constantFrom('1', '2', '3'), fc.integer({ min: 0, max: 100_000 })),
    }),
    { selector: (one) => one.callId, maxLength: 12 },
  ),
  operators: fc.uniqueArray(
    fc.record({ operatorId: fc.integer({ min: 1, max: 6 }), readySinceMs: fc.nat(100) }),
    {
      selector: (one) => one.operatorId,
    },
  ),
});

test('in any history: no operator twice, no caller twice, nobody overtaken, nobody idle while somebody fitting waits', () => {
  fc.assert(
    fc.property(histories, ({ nowMs, waiting: raw, operators }) => {
      const waiting = raw.map(({ callId, sinceMs, offered, refused }) =>
        caller(callId, sinceMs, {
          offered,
          refusedUntilMs: new Map(Object.entries(refused).map(([id, end]) => [Number(id), end])),
        }),
      );
      const offers = nextOffers(nowMs, waiting, operators);
      expect(new Set(offers.map((one) => one.operatorId)).size).toBe(offers.length);
      expect(new Set(offers.map((one) => one.callId)).size).toBe(offers.length);

      const busy = new Set(offers.map((one) => one.operatorId));
      const served = new Set(offers.map((one) => one.callId));
      const mayHave = (one: WaitingCaller, operatorId: number) =>
        (one.refusedUntilMs.get(operatorId) ?? 0) <= nowMs;
      for (const one of inOrder(waiting)) {
        if (one.offered) expect(served.has(one.callId)).toBe(false);
        else if (!served.has(one.callId)) {
          // Nobody who may serve this caller is free, nor serves somebody who came later.
          for (const { operatorId } of operators)
            if (mayHave(one, operatorId)) expect(busy.has(operatorId)).toBe(true);
          for (const offer of offers) {
            const other = waiting.find((each) => each.callId === offer.callId) as WaitingCaller;
            if (mayHave(one, offer.operatorId)) expect(inOrder([one, other])[0]).toBe(other);
          }
        }
      }
    }),
    { numRuns: 2_000 },
  );
});
