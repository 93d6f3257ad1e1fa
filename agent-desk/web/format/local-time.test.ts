import { expect, test } from 'vitest';
import { limitsOf, localOf, momentOf } from './local-time.ts';

test.each([
  ['2026-11-22T14:30', '2026-11-22T12:30:00.000Z'],
  ['2026-07-01T00:00', '2026-06-30T21:00:00.000Z'],
  ['2026-03-29T02:59', '2026-03-29T00:59:00.000Z'],
  ['2026-03-29T04:00', '2026-03-29T01:00:00.000Z'],
  ['2026-10-25T04:30', '2026-10-25T02:30:00.000Z'],
])('%s on the company’s clock is %s, and back', (local, moment) => {
  expect(momentOf(local, 'Europe/Kyiv')).toBe(moment);
  expect(localOf(moment, 'Europe/Kyiv')).toBe(local);
});

test('half a time is none', () => {
  expect(momentOf('', 'Europe/Kyiv')).toBeNull();
  expect(momentOf('2026-11', 'Europe/Kyiv')).toBeNull();
});

test('days are from midnight to midnight on the company’s clock, also when it changes; a day that is none is no limit', () => {
  const limits = (first?: string, last?: string) => limitsOf({ first, last }, 'Europe/Kyiv');
  expect(limits('2026-10-25', '2026-10-25')).toEqual({
    from: '2026-10-24T21:00:00.000Z',
    to: '2026-10-25T22:00:00.000Z',
  });
  expect(limits('2026-11-27')).toEqual({ from: '2026-11-26T22:00:00.000Z' });
  expect(limits(undefined, '2026-12-31')).toEqual({ to: '2026-12-31T22:00:00.000Z' });
  expect(limits('27.11.2026', '2026-02-3')).toEqual({});
  expect(limits('2026-13-01', '')).toEqual({});
});
