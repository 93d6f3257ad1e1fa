import { expect, test } from 'vitest';
import { typedDate, writtenDate } from './typed-date.ts';

test.each([
  ['27.11.2026', '2026-11-27'],
  [' 1.2.26 ', '2026-02-01'],
  ['27,11,2026', '2026-11-27'],
  ['27-11-2026', '2026-11-27'],
  ['2026-11-27', '2026-11-27'],
  ['29.02.2028', '2028-02-29'],
  ['29.02.2026', null],
  ['31.04.2026', null],
  ['11.27.2026', null],
  // Which is the day, and which the month?
  ['03/04/2026', null],
  ['27.11', null],
  ['27.11.2026 14:30', null],
  ['', null],
])('%s is the day %s', (typed, day) => {
  expect(typedDate(typed, false)).toBe(day);
});

test.each([
  ['27.11.2026 14:30', '2026-11-27T14:30'],
  ['27.11.2026, 9.05', '2026-11-27T09:05'],
  ['2026-11-27T14:30', '2026-11-27T14:30'],
  ['27.11.2026 24:00', null],
  ['27.11.2026 14:60', null],
  ['27.11.2026', null],
])('%s is the time %s', (typed, time) => {
  expect(typedDate(typed, true)).toBe(time);
});

test.each(['uk', 'ru', 'en'])('what is written in %s can be typed', (language) => {
  for (const [local, withTime] of [
    ['2026-11-03', false],
    ['2026-11-03T04:05', true],
  ] as const)
    expect(typedDate(writtenDate(local, language), withTime)).toBe(local);
  expect(writtenDate('2026-11-03', language)).toBe(language === 'en' ? '2026-11-03' : '03.11.2026');
  expect(writtenDate('', language)).toBe('');
});
