import { expect, test } from 'vitest';
import { daysOf, spanOf } from './span.ts';

const kyiv = 'Europe/Kyiv';
/** 00:30 of the 26th in Kyiv. */
const nowMs = Date.parse('2026-11-25T22:30:00Z');
const days = (query: Record<string, string>) => daysOf(query, nowMs, kyiv);

test('days are those of the company’s clock', () => {
  expect(days({})).toEqual({ first: '2026-11-26', last: '2026-11-26' });
  expect(days({ period: 'yesterday' })).toEqual({ first: '2026-11-25', last: '2026-11-25' });
  expect(days({ period: 'week' })).toEqual({ first: '2026-11-20', last: '2026-11-26' });
  const chosen = { first: '2026-11-01', last: '2026-11-03' };
  expect(days({ period: 'days', ...chosen })).toEqual(chosen);
  expect(days({ period: 'for ever' })).toEqual(days({}));
});

test('a span begins and ends at midnight, also on a day of 25 hours', () => {
  expect(spanOf({ first: '2026-10-25', last: '2026-10-25' }, kyiv)).toEqual({
    from: '2026-10-24T21:00:00.000Z',
    to: '2026-10-25T22:00:00.000Z',
  });
});

test('days the wrong way round, half typed, or more than a quarter of a year are no span', () => {
  const wrong = [
    ['2026-11-02', '2026-11-01'],
    ['', '2026-11-01'],
    ['2026-01-01', '2026-11-01'],
  ];
  for (const [first = '', last = ''] of wrong) expect(spanOf({ first, last }, kyiv)).toBeNull();
});
