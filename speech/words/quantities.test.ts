import fc from 'fast-check';
import { toCardinal as russianOracle } from 'n2words/ru-RU';
import { toCardinal as ukrainianOracle } from 'n2words/uk-UA';
import { describe, expect, test } from 'vitest';
import { readDecimal, readingInWords } from './decimal.ts';
import { formOf, readCardinal, type Slavic } from './read-back.ts';
import { readEnglish } from './read-back-english.ts';
import type { Unit } from './shape.ts';
import { wordsOf } from './words.ts';

const whole = fc.nat(9_999_999);
const fraction = fc.stringMatching(/^\d{1,3}$/);
const nouns = {
  uk: {
    cubicMetre: ['masculine', 'кубометр кубометри кубометрів', 'кубометра'],
    kilowattHour: ['feminine', 'кіловат-година кіловат-години кіловат-годин', 'кіловат-години'],
    gigacalorie: ['feminine', 'гігакалорія гігакалорії гігакалорій', 'гігакалорії'],
  },
  ru: {
    cubicMetre: ['masculine', 'кубометр кубометра кубометров', 'кубометра'],
    kilowattHour: ['masculine', 'киловатт-час киловатт-часа киловатт-часов', 'киловатт-часа'],
    gigacalorie: ['feminine', 'гигакалория гигакалории гигакалорий', 'гигакалории'],
  },
} as const;
const parts = {
  uk: ['ціла цілих цілих', 'десята десятих', 'сота сотих', 'тисячна тисячних'],
  ru: ['целая целых целых', 'десятая десятых', 'сотая сотых', 'тысячная тысячных'],
} as const;
const unit = fc.constantFrom<Unit>('cubicMetre', 'kilowattHour', 'gigacalorie');

describe.each<Slavic>(['uk', 'ru'])('%s', (language) => {
  const words = wordsOf(language);

  test('whole quantities: the unit agrees with the number, and the number with the unit', () => {
    fc.assert(
      fc.property(whole, unit, (n, of) => {
        const [gender, counted] = nouns[language][of];
        const noun = formOf(language, n, 'nominative', counted, '', '');
        const said = words.quantity(readDecimal(n), of);
        expect(said.endsWith(` ${noun}`)).toBe(true);
        expect(readCardinal(said.slice(0, -noun.length - 1), language, gender, 'nominative')).toBe(n);
      }),
      { numRuns: 3_000 },
    );
  });

  test('decimals lead back to the number; their unit stands in the genitive of one', () => {
    fc.assert(
      fc.property(whole, fraction, unit, (n, decimals, of) => {
        fc.pre(Number(decimals) > 0);
        const said = words.quantity(readDecimal(`${n}.${decimals}`), of);
        const genitive = nouns[language][of][2];
        expect(said.endsWith(` ${genitive}`)).toBe(true);
        const wholeForms = [...new Set(parts[language][0].split(' '))].join('|');
        const [, before = '', one = '', after = '', part = ''] =
          new RegExp(`^(.+) (${wholeForms}) (.+) (\\S+)$`).exec(said.slice(0, -genitive.length - 1)) ?? [];
        const places = parts[language].findIndex((forms, i) => i > 0 && forms.split(' ').includes(part));
        const counted = readCardinal(after, language, 'feminine', 'nominative');
        expect(readCardinal(before, language, 'feminine', 'nominative')).toBe(n);
        expect(counted / 10 ** places).toBeCloseTo(Number(`0.${decimals}`), 6);
        expect(counted % 10).toBeGreaterThan(0);
        expect([one, part].map((form) => /[ая]$/.test(form))).toEqual([
          new Intl.PluralRules(language).select(n) === 'one',
          new Intl.PluralRules(language).select(counted) === 'one',
        ]);
      }),
      { numRuns: 1_000 },
    );
  });

  test('a reading is what the oracle says, with every zero of the dial', () => {
    const oracle = language === 'uk' ? ukrainianOracle : russianOracle;
    const plain = (said: string) =>
      said.replaceAll('i', 'і').replaceAll("'", '’').replaceAll('ё', 'е').replaceAll(',', '');
    fc.assert(
      fc.property(whole, fraction, (n, decimals) => {
        // The oracle drops a zero at the end of zeros alone.
        fc.pre(Number(decimals) > 0);
        const said = readingInWords({ whole: String(n), fraction: decimals }, words);
        expect(plain(said)).toBe(plain(oracle(`${n}.${decimals}`)));
      }),
      { numRuns: 3_000 },
    );
  });
});

test('readings: zeros before and after are said, and different dials never sound the same', () => {
  const said = (reading: string, language: 'uk' | 'ru' | 'en' = 'uk') =>
    readingInWords(readDecimal(reading), wordsOf(language));
  expect(said('124.35')).toBe('сто двадцять чотири, кома, тридцять п’ять');
  expect(said('124,350')).toBe('сто двадцять чотири, кома, триста п’ятдесят');
  expect(said('00124.05')).toBe('нуль нуль сто двадцять чотири, кома, нуль п’ять');
  expect(said('0.000')).toBe('нуль, кома, нуль нуль нуль');
  expect(said('7.5', 'ru')).toBe('семь, запятая, пять');
  expect(said('124.35', 'en')).toBe('one hundred and twenty-four, point, three, five');
  const dial = fc.stringMatching(/^\d{1,7}(\.\d{1,3})?$/);
  fc.assert(
    fc.property(
      dial,
      dial,
      fc.constantFrom('uk' as const, 'ru' as const, 'en' as const),
      (a, b, language) => {
        expect(said(a, language) === said(b, language)).toBe(a === b);
      },
    ),
  );
});

test('quantities as they are said', () => {
  const said = (amount: string | number, of?: Unit, language: 'uk' | 'ru' | 'en' = 'uk') =>
    wordsOf(language).quantity(readDecimal(amount), of);
  expect(said('124.35')).toBe('сто двадцять чотири цілих тридцять п’ять сотих');
  expect(said('12.500', 'cubicMetre')).toBe('дванадцять цілих п’ять десятих кубометра');
  expect(said('005.000', 'cubicMetre')).toBe('п’ять кубометрів');
  expect(said('1.1', 'gigacalorie', 'ru')).toBe('одна целая одна десятая гигакалории');
  expect(said('1', 'kilowattHour', 'en')).toBe('one kilowatt-hour');
  expect(said('0.05', 'cubicMetre', 'en')).toBe('zero point zero five cubic metres');
  // What remains of 0.3 after counting in binary.
  expect(said(0.1 + 0.2)).toBe('нуль цілих три десятих');
});

test('English quantities lead back to the number', () => {
  fc.assert(
    fc.property(whole, fraction, (n, decimals) => {
      const said = wordsOf('en').quantity(readDecimal(`${n}.${decimals}`));
      const [before = '', after = 'zero'] = said.split(' point ');
      const digits = after.split(' ').map(readEnglish).join('');
      expect(Number(`${readEnglish(before)}.${digits}`)).toBe(Number(`${n}.${decimals}`));
    }),
  );
});

test('durations', () => {
  const [uk, ru, en] = [wordsOf('uk'), wordsOf('ru'), wordsOf('en')];
  expect([0, 1, 61, 120].map((minutes) => uk.duration(minutes))).toEqual([
    'нуль хвилин',
    'одна хвилина',
    'одна година одна хвилина',
    'дві години',
  ]);
  expect(uk.duration(61, 'accusative')).toBe('одну годину одну хвилину');
  expect(uk.duration(5 * 1440 + 122, 'genitive')).toBe('п’яти днів двох годин двох хвилин');
  expect(ru.duration(21 * 60 + 21, 'accusative')).toBe('двадцать один час двадцать одну минуту');
  expect(ru.duration(1440)).toBe('один день');
  expect(en.duration(1440 + 60 + 2)).toBe('one day one hour two minutes');
});

test('what is no quantity is refused with a code', () => {
  for (const bad of ['', '-1', '1.', '.5', '1e3', '12 5', 'сім', '1.1234567', Number.NaN, -0.5, 1e21]) {
    expect(() => readDecimal(bad)).toThrow(expect.objectContaining({ code: 'speech.number' }));
  }
  for (const language of ['uk', 'ru', 'en'] as const) {
    const words = wordsOf(language);
    expect(() => words.quantity(readDecimal('0.1234'))).toThrow(
      expect.objectContaining({ code: 'speech.number' }),
    );
    expect(() => words.duration(1.5)).toThrow(expect.objectContaining({ code: 'speech.number' }));
    expect(() => words.money(-100)).toThrow(expect.objectContaining({ code: 'speech.number' }));
  }
});
