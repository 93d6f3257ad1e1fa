import fc from 'fast-check';
import { expect, test } from 'vitest';
import { estimateWaitMs, spokenEstimate, spokenMinutes } from './estimate.ts';

test('the wait is the time until as many operators have become free as stand before, and one more', () => {
  expect(estimateWaitMs({ position: 1, meanHandlingMs: 180_000, operators: 1 })).toBe(180_000);
  expect(estimateWaitMs({ position: 4, meanHandlingMs: 180_000, operators: 3 })).toBe(240_000);
});

test('where nothing honest can be said, nothing is', () => {
  expect(estimateWaitMs({ position: 1, meanHandlingMs: null, operators: 3 })).toBeNull();
  expect(estimateWaitMs({ position: 1, meanHandlingMs: 60_000, operators: 0 })).toBeNull();
});

test.each([
  [10_000, 'under-a-minute'],
  [50_000, { minutes: 1 }],
  [61_000, { minutes: 2 }],
  [300_000, { minutes: 5 }],
  [301_000, { minutes: 10 }],
  [1_750_000, { minutes: 30 }],
  [1_900_000, 'over-half-an-hour'],
] as const)('%i ms', (waitMs, said) => expect(spokenEstimate(waitMs)).toEqual(said));

test('never less is said than is expected, but for some seconds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_800_000 }), (waitMs) => {
      const said = spokenEstimate(waitMs);
      if (typeof said === 'object') expect(said.minutes * 60_000).toBeGreaterThanOrEqual(waitMs);
      if (typeof said === 'object') expect(spokenMinutes).toContain(said.minutes);
    }),
  );
});
