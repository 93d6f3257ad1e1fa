import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  accountRule,
  nextTry,
  rememberedMs,
  sourceRule,
  type Tries,
  type TryRule,
  triesToLock,
} from './tries.ts';

const minute = 60_000;
const start = Date.parse('2026-11-22T12:00:00Z');
const at = (ms: number) => new Date(start + ms);
const remembered = (wrong: number, lastMs: number, nextMs = lastMs): Tries => ({
  wrong,
  lastAt: at(lastMs),
  nextAt: at(nextMs),
});

describe('an account', () => {
  test.each([
    [1, 0],
    [4, 0],
    [5, 30],
    [6, 0],
    [9, 0],
    [10, 60],
    [15, 120],
    [35, 24 * 60],
    [500, 24 * 60],
  ])('after %i wrong tries nothing may be tried for %i minutes', (wrong, minutes) => {
    expect(accountRule.pauseMs(wrong)).toBe(minutes * minute);
  });

  test('that was never tried may be', () => {
    expect(nextTry(accountRule, null, at(0))).toEqual({ waitMs: 0, after: remembered(1, 0) });
  });

  test('is locked by the fifth try, and open again when the lock is over', () => {
    const fifth = nextTry(accountRule, remembered(4, 0), at(1_000));
    expect(fifth?.after).toEqual(remembered(5, 1_000, 1_000 + 30 * minute));
    const locked = fifth?.after ?? null;
    expect(nextTry(accountRule, locked, at(30 * minute))).toBeNull();
    expect(nextTry(accountRule, locked, at(1_000 + 30 * minute))?.after.wrong).toBe(6);
  });

  test('is given a fresh start when nothing was tried for a day', () => {
    expect(nextTry(accountRule, remembered(4, 0), at(rememberedMs))?.after.wrong).toBe(1);
    expect(nextTry(accountRule, remembered(4, 0), at(rememberedMs - 1))?.after.wrong).toBe(5);
  });
});

test.each([
  ['an account', accountRule],
  ['a source', sourceRule],
])('%s that need not wait does not, though another try that began later was counted before', (_, rule) => {
  expect(nextTry(rule, remembered(1, 3), at(0))).toMatchObject({ waitMs: 0, after: { wrong: 2 } });
});

describe('a source', () => {
  test.each([
    [4, 0],
    [5, 10],
    [6, 20],
    [10, 320],
    [12, 900],
    [1000, 900],
  ])('that was wrong %i times waits %i seconds', (wrong, seconds) => {
    expect(sourceRule.pauseMs(wrong)).toBe(seconds * 1000);
  });

  test('that tries several at once has to wait, and then gets none', () => {
    const waits: (number | null)[] = [];
    let known: Tries | null = remembered(4, 0);
    for (let i = 0; i < 5; i++) {
      const next = nextTry(sourceRule, known, at(0));
      waits.push(next?.waitMs ?? null);
      known = next?.after ?? known;
    }
    expect(waits).toEqual([0, 10_000, null, null, null]);
  });
});

/** When somebody may try who would so many ms after each other, in ms. */
function triesMade(rule: TryRule, gaps: readonly number[]): number[] {
  const made: number[] = [];
  let known: Tries | null = null;
  let now = 0;
  for (const gap of gaps) {
    now += gap;
    const next = nextTry(rule, known, at(now));
    if (!next) continue;
    made.push(now);
    known = next.after;
  }
  return made;
}

test('however a source spreads its wrong tries, it makes no more of them in a day than the longest pause lets it, and a few', () => {
  const pauses = fc.array(fc.integer({ min: 0, max: 60 * minute }), { minLength: 5, maxLength: 300 });
  const dayMs = 24 * 60 * minute;
  const most = dayMs / (15 * minute) + 13;
  fc.assert(
    fc.property(pauses, (gaps) => {
      const made = triesMade(sourceRule, gaps);
      for (const time of made)
        expect(made.filter((one) => one >= time && one < time + dayMs).length).toBeLessThanOrEqual(most);
    }),
  );
});

test('a wrong try of a source is taken back in a quarter of an hour, those of an account stay', () => {
  expect(nextTry(sourceRule, remembered(3, 0), at(30 * minute))?.after.wrong).toBe(2);
  expect(nextTry(sourceRule, remembered(3, 0), at(90 * minute))?.after.wrong).toBe(1);
  expect(nextTry(accountRule, remembered(3, 0), at(90 * minute))?.after.wrong).toBe(4);
});

test('however often and whenever it is tried, an account is never tried more than five times in any half hour', () => {
  const pauses = fc.array(fc.integer({ min: 0, max: 40 * minute }), { minLength: 5, maxLength: 120 });
  fc.assert(
    fc.property(pauses, (gaps) => {
      const made = triesMade(accountRule, gaps);
      made.forEach((time, i) => {
        const earlier = made[i - triesToLock];
        if (earlier !== undefined) expect(time - earlier).toBeGreaterThanOrEqual(30 * minute);
      });
    }),
  );
});

test('a refused try changes nothing, so a lock always ends', () => {
  const locked = remembered(5, 0, 30 * minute);
  for (let ms = 1; ms < 30 * minute; ms += minute) expect(nextTry(accountRule, locked, at(ms))).toBeNull();
  expect(nextTry(accountRule, locked, at(30 * minute))).not.toBeNull();
});
