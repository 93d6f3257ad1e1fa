import fc from 'fast-check';
import { toCardinal as britishCardinal, toOrdinal as britishOrdinal } from 'n2words/en-GB';
import { toCardinal as russianCardinal, toOrdinal as russianOrdinal } from 'n2words/ru-RU';
import {
  toCardinal as ukrainianCardinal,
  toCurrency as ukrainianCurrency,
  toOrdinal as ukrainianOrdinal,
} from 'n2words/uk-UA';
import { describe, expect, test } from 'vitest';
import { wordsOf } from './words.ts';

/** n2words is the oracle. It writes a Latin i in Ukrainian words and a plain apostrophe, and е for ё. */
const latinRepaired = (words: string) => words.replaceAll('i', 'і').replaceAll("'", '’');
const withoutYo = (words: string) => words.replaceAll('ё', 'е');

const uk = wordsOf('uk');
const ru = wordsOf('ru');
const en = wordsOf('en');
const number = fc.nat(9_999_999);
const slavicGender = fc.constantFrom('masculine', 'feminine');
const many = { numRuns: 3000 };

describe('against the oracle', () => {
  test('Ukrainian cardinals', () => {
    const agree = (n: number, gender: 'masculine' | 'feminine') => {
      expect(uk.cardinal(n, gender)).toBe(latinRepaired(ukrainianCardinal(n, { gender })));
    };
    fc.assert(fc.property(number, slavicGender, agree), many);
    for (let n = 0; n <= 2000; n++) agree(n, 'feminine');
  });

  test('Russian cardinals', () => {
    const agree = (n: number, gender: 'masculine' | 'feminine') => {
      expect(withoutYo(ru.cardinal(n, gender))).toBe(withoutYo(russianCardinal(n, { gender })));
    };
    fc.assert(fc.property(number, slavicGender, agree), many);
    for (let n = 0; n <= 2000; n++) agree(n, 'masculine');
  });

  test('English cardinals', () => {
    fc.assert(
      fc.property(number, (n) => {
        // The oracle puts "and" before the thousands when nothing follows them: "one million and one thousand".
        fc.pre(n < 1_000_000 || n % 1000 > 0);
        expect(en.cardinal(n)).toBe(britishCardinal(n));
      }),
      many,
    );
  });

  test('ordinals', () => {
    const agree = (n: number) => {
      expect(uk.ordinal(n)).toBe(latinRepaired(ukrainianOrdinal(n)));
      expect(withoutYo(ru.ordinal(n))).toBe(withoutYo(russianOrdinal(n)));
      // The oracle leaves out "and" before the tens of an English ordinal.
      expect(en.ordinal(n).replaceAll(' and ', ' ')).toBe(britishOrdinal(n).replaceAll(' and ', ' '));
    };
    for (let n = 1; n <= 999; n++) agree(n);
    // Of round thousands the oracle makes two words.
    const notRound = number.filter((n) => n % 1000 > 0);
    fc.assert(fc.property(notRound, agree), many);
  });

  test('Ukrainian money', () => {
    fc.assert(
      fc.property(number, (n) => {
        expect(uk.money(n)).toBe(latinRepaired(ukrainianCurrency((n / 100).toFixed(2))));
      }),
      many,
    );
  });
});

test('what is said is never a numeral, has no double space and differs from number to number', () => {
  const two = fc.tuple(number, number).filter(([a, b]) => a !== b);
  const ways = fc.constantFrom('nominative', 'genitive', 'accusative');
  const gender = fc.constantFrom('masculine', 'feminine', 'neuter');
  fc.assert(
    fc.property(two, gender, ways, fc.constantFrom(uk, ru, en), ([a, b], gender, way, words) => {
      expect(words.cardinal(a, gender, way)).toMatch(
        words === en ? /^[a-z]+([ -][a-z]+)*$/ : /^[а-яёіїєґ’]+( [а-яёіїєґ’]+)*$/,
      );
      expect(words.cardinal(a, gender, way)).not.toBe(words.cardinal(b, gender, way));
    }),
    many,
  );
});

test('cases', () => {
  expect(uk.cardinal(22, 'feminine', 'genitive')).toBe('двадцяти двох');
  expect(uk.cardinal(1001, 'feminine', 'accusative')).toBe('одну тисячу одну');
  expect(uk.cardinal(5341, 'masculine', 'genitive')).toBe('п’яти тисяч трьохсот сорока одного');
  expect(ru.cardinal(1_000_021, 'feminine', 'genitive')).toBe('одного миллиона двадцати одной');
  expect(ru.cardinal(940, 'masculine', 'genitive')).toBe('девятисот сорока');
});

test('ordinals of round thousands are one word', () => {
  const ends = [25_000, 21_000, 40_000, 100_000, 190_000, 1_000_000, 2_000_000, 1_200_000];
  expect(ends.map((n) => uk.ordinal(n))).toEqual([
    'двадцятип’ятитисячний',
    'двадцятиоднотисячний',
    'сорокатисячний',
    'стотисячний',
    'стодев’яностотисячний',
    'мільйонний',
    'двохмільйонний',
    'один мільйон двохсоттисячний',
  ]);
  expect(ru.ordinal(123_000, 'feminine', 'accusative')).toBe('стодвадцатитрёхтысячную');
});

test('ordinals with gender, and of round thousands', () => {
  expect([uk.ordinal(3), uk.ordinal(3, 'feminine'), uk.ordinal(3, 'neuter')]).toEqual([
    'третій',
    'третя',
    'третє',
  ]);
  expect([ru.ordinal(23), ru.ordinal(23, 'feminine'), ru.ordinal(42, 'neuter')]).toEqual([
    'двадцать третий',
    'двадцать третья',
    'сорок второе',
  ]);
  expect([uk.ordinal(2000), ru.ordinal(2000)]).toEqual(['двохтисячний', 'двухтысячный']);
  expect([uk.ordinal(1300), ru.ordinal(2003)]).toEqual(['одна тисяча трьохсотий', 'две тысячи третий']);
});

test('money', () => {
  expect(uk.money(0)).toBe('нуль гривень');
  expect(uk.money(50)).toBe('п’ятдесят копійок');
  expect(ru.money(2_200_101)).toBe('двадцать две тысячи одна гривна одна копейка');
  expect([en.money(100), en.money(12105)]).toEqual([
    'one hryvnia',
    'one hundred and twenty-one hryvnias and five kopecks',
  ]);
});

test('what cannot be said is refused with a code', () => {
  for (const words of [uk, ru, en]) {
    for (const bad of [-1, 1.5, Number.NaN, 1e12]) {
      expect(() => words.cardinal(bad)).toThrow(expect.objectContaining({ code: 'speech.number' }));
    }
    expect(() => words.ordinal(0)).toThrow(expect.objectContaining({ code: 'speech.number' }));
    expect(() => words.ordinal(10_000_000)).toThrow(expect.objectContaining({ code: 'speech.number' }));
  }
});
