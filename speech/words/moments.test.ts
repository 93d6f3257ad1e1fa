import { describe, expect, test } from 'vitest';
import { readCardinal, readOrdinal, type Slavic } from './read-back.ts';
import type { Moment } from './shape.ts';
import { wordsOf } from './words.ts';

const [uk, ru, en] = [wordsOf('uk'), wordsOf('ru'), wordsOf('en')];
const moments: readonly Moment[] = ['at', 'from', 'until', 'by'];
const clock = Array.from({ length: 1440 }, (_, i) => ({ hour: Math.floor(i / 60), minute: i % 60 }));
const day = { year: 2026, month: 5, day: 23 };

test('days', () => {
  expect(uk.date(day, 'at', false)).toBe('двадцять третього травня');
  expect(uk.date(day, 'at', true)).toBe('двадцять третього травня дві тисячі двадцять шостого року');
  expect(uk.date({ ...day, day: 7 }, 'since', false)).toBe('із сьомого травня');
  expect(uk.date({ ...day, day: 2 }, 'from', false)).toBe('з другого травня');
  expect(ru.date(day, 'until', true)).toBe('до двадцать третьего мая две тысячи двадцать шестого года');
  expect(ru.date({ ...day, day: 2 }, 'since', false)).toBe('со второго мая');
  expect(en.date(day, 'at', true)).toBe('on the twenty-third of May, twenty twenty-six');
  expect([1905, 2000, 2006].map((year) => en.date({ ...day, year }, 'at', true).split(', ')[1])).toEqual([
    'nineteen oh five',
    'two thousand',
    'two thousand and six',
  ]);
  expect(en.date(day, 'until', false)).toBe('until the twenty-third of May');
  expect([uk.dayOfMonth(20, 'from'), ru.dayOfMonth(25, 'until'), en.dayOfMonth(1, 'from')]).toEqual([
    'з двадцятого',
    'до двадцать пятого',
    'from the first',
  ]);
});

test('times of day', () => {
  expect(uk.time({ hour: 15, minute: 30 }, 'at')).toBe('о п’ятнадцятій тридцять');
  expect(uk.time({ hour: 11, minute: 2 }, 'at')).toBe('об одинадцятій годині дві хвилини');
  expect(uk.time({ hour: 3, minute: 0 }, 'at')).toBe('о третій годині');
  expect(uk.time({ hour: 3, minute: 0 }, 'until')).toBe('до третьої години');
  expect(uk.time({ hour: 7, minute: 21 }, 'from')).toBe('із сьомої години двадцяти однієї хвилини');
  expect(ru.time({ hour: 21, minute: 21 }, 'at')).toBe('в двадцать один час двадцать одну минуту');
  expect(ru.time({ hour: 1, minute: 2 }, 'until')).toBe('до одного часа двух минут');
  expect([uk, ru, en].map((words) => words.time({ hour: 18, minute: 0 }, 'by'))).toEqual([
    'до вісімнадцятої години',
    'до восемнадцати часов',
    'by six p m',
  ]);
  expect(en.time({ hour: 15, minute: 5 }, 'at')).toBe('at three oh five p m');
  const midnight = { hour: 0, minute: 0 };
  expect([uk, ru, en].map((words) => words.time(midnight, 'at'))).toEqual([
    'опівночі',
    'в полночь',
    'at midnight',
  ]);
  expect([uk, ru, en].map((words) => words.time(midnight, 'until'))).toEqual([
    'до опівночі',
    'до полуночи',
    'until midnight',
  ]);
  expect(en.time({ hour: 12, minute: 0 }, 'since')).toBe('since noon');
});

test('no two minutes of the day sound the same, and none has a numeral', () => {
  for (const words of [uk, ru, en]) {
    for (const moment of moments) {
      const all = clock.map((time) => words.time(time, moment));
      expect(new Set(all).size).toBe(1440);
      expect(all.filter((time) => /\d/.test(time))).toEqual([]);
    }
  }
});

describe('they lead back to the clock', () => {
  test('Ukrainian hours are ordinals', () => {
    for (const { hour, minute } of clock.filter((time) => time.hour > 0)) {
      const [, hours = '', minutes] =
        /^(?:з|із|до) (.+?) години(?: (.+) хвилини?)?$/.exec(
          uk.time({ hour, minute }, hour % 2 ? 'from' : 'until'),
        ) ?? [];
      expect(readOrdinal(hours, 'uk', 'feminine', 'genitive')).toBe(hour);
      expect(minutes === undefined ? 0 : readCardinal(minutes, 'uk', 'feminine', 'genitive')).toBe(minute);
    }
  });

  test('Russian hours are counted', () => {
    for (const { hour, minute } of clock.filter((time) => time.hour + time.minute > 0)) {
      const [, hours = '', minutes] =
        /^в (.+?) час(?:а|ов)?(?: (.+) минуты?у?)?$/.exec(ru.time({ hour, minute }, 'at')) ?? [];
      expect(readCardinal(hours, 'ru', 'masculine', 'accusative')).toBe(hour);
      expect(minutes === undefined ? 0 : readCardinal(minutes, 'ru', 'feminine', 'accusative')).toBe(minute);
    }
  });

  test.each<Slavic>(['uk', 'ru'])('%s days and years', (language) => {
    for (let i = 0; i < 12 * 31; i++) {
      const date = { year: 1990 + i, month: (i % 12) + 1, day: (i % 31) + 1 };
      const words = wordsOf(language).date(date, 'at', true).split(' ');
      const month = words.findIndex(
        (word) =>
          /(ня|го|да|ря|ля|мая|та|ая)$/.test(word) && !/(ого|его|ього)$/.test(word.replace('лютого', '')),
      );
      expect(readOrdinal(words.slice(0, month).join(' '), language, 'masculine', 'genitive')).toBe(date.day);
      expect(readOrdinal(words.slice(month + 1, -1).join(' '), language, 'masculine', 'genitive')).toBe(
        date.year,
      );
    }
  });
});

test('what no calendar or clock shows is refused with a code', () => {
  for (const words of [uk, ru, en]) {
    const refused = [
      () => words.time({ hour: 24, minute: 0 }, 'at'),
      () => words.time({ hour: 3, minute: 60 }, 'until'),
      () => words.date({ ...day, month: 13 }, 'at', false),
      () => words.date({ ...day, day: 32 }, 'at', false),
      () => words.dayOfMonth(0, 'from'),
    ];
    for (const say of refused) expect(say).toThrow(expect.objectContaining({ code: 'speech.number' }));
  }
});
