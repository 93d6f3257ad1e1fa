import { expect, test } from 'vitest';
import { isOpenOn, periodOf } from './period.ts';

const whole = { firstDay: 1, lastDay: 31 };
const middle = { firstDay: 20, lastDay: 25 };
const over = { firstDay: 25, lastDay: 3 };
const end = { firstDay: 30, lastDay: 31 };

test.each([
  ['2026-11-01', whole, true],
  ['2026-11-30', whole, true],
  ['2026-11-19', middle, false],
  ['2026-11-20', middle, true],
  ['2026-11-25', middle, true],
  ['2026-11-26', middle, false],
  ['2026-11-24', over, false],
  ['2026-11-25', over, true],
  ['2026-12-03', over, true],
  ['2026-12-04', over, false],
  // A month without a thirtieth still has a last day.
  ['2027-02-27', end, false],
  ['2027-02-28', end, true],
  ['2028-02-29', end, true],
])('on %s, days %j: %s', (date, days, open) => expect(isOpenOn(date, days)).toBe(open));

test.each([
  ['2026-11-22', whole, '2026-11'],
  ['2026-11-22', middle, '2026-11'],
  ['2026-11-25', over, '2026-11'],
  ['2026-12-03', over, '2026-11'],
  ['2027-01-02', over, '2026-12'],
  ['2027-01-31', over, '2027-01'],
])('a reading of %s, days %j, counts for %s', (date, days, period) =>
  expect(periodOf(date, days)).toBe(period),
);
