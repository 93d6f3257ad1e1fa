import { expect, test } from 'vitest';
import { localOf, momentOf } from './local-time.ts';

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
