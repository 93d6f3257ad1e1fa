import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formOf, readCardinal, readOrdinal, type Slavic } from './read-back.ts';
import { readEnglish, readEnglishOrdinal } from './read-back-english.ts';
import type { Gender, GrammaticalCase } from './shape.ts';
import { wordsOf } from './words.ts';

const genders: readonly Gender[] = ['masculine', 'feminine', 'neuter'];
const ways: readonly GrammaticalCase[] = ['nominative', 'genitive', 'accusative'];
const upTo = (most: number) => fc.nat(most);
const many = { numRuns: 2_000 };

describe.each<Slavic>(['uk', 'ru'])(
  '%s: every form leads back to its number',
  { timeout: 30_000 },
  (language) => {
    const words = wordsOf(language);
    const forms = genders.flatMap((gender) => ways.map((way) => [gender, way] as const));

    test('cardinals', () => {
      const agrees = (n: number) => {
        for (const [gender, way] of forms) {
          const said = words.cardinal(n, gender, way);
          if (readCardinal(said, language, gender, way) !== n) expect(said).toBe(n);
        }
      };
      for (let n = 0; n <= 10_000; n++) agrees(n);
      fc.assert(fc.property(upTo(9_999_999), agrees), many);
    });

    test('ordinals', () => {
      const agrees = (n: number) => {
        for (const [gender, way] of forms) {
          const said = words.ordinal(n, gender, way);
          if (readOrdinal(said, language, gender, way) !== n) expect(said).toBe(n);
        }
      };
      for (let n = 1; n <= 10_000; n++) agrees(n);
      fc.assert(
        fc.property(upTo(9_999_998), (n) => agrees(n + 1)),
        many,
      );
      const round = fc.nat(9_998).map((n) => (n + 1) * 1000);
      fc.assert(fc.property(round, agrees), { numRuns: 1_000 });
    });

    const money = {
      uk: [
        ['гривня гривні гривень', 'гривні гривень', 'гривню'],
        ['копійка копійки копійок', 'копійки копійок', 'копійку'],
      ],
      ru: [
        ['гривна гривны гривен', 'гривны гривен', 'гривну'],
        ['копейка копейки копеек', 'копейки копеек', 'копейку'],
      ],
    } as const;

    test('money', () => {
      const agrees = (n: number) => {
        for (const way of ways) {
          const said = words.money(n, way);
          const parts = [Math.floor(n / 100), n % 100].flatMap((count, i) => {
            const [counted, genitive, accusative] = money[language][i] ?? money.uk[0];
            if (count === 0 && (i === 1 || n > 0)) return [];
            return [{ count, noun: formOf(language, count, way, counted, genitive, accusative) }];
          });
          const [read = '', ...rest] = said.split(
            new RegExp(`(?<= ${parts.map((part) => part.noun).join('| ')}) `),
          );
          const numbers = [read, ...rest].map((part, i) => {
            const noun = parts[i]?.noun ?? '-';
            expect(part.endsWith(` ${noun}`)).toBe(true);
            return readCardinal(part.slice(0, -noun.length - 1), language, 'feminine', way);
          });
          expect(numbers).toEqual(parts.map((part) => part.count));
        }
      };
      for (let n = 0; n <= 2_500; n++) agrees(n);
      fc.assert(fc.property(upTo(999_999_999), agrees), { numRuns: 1_000 });
    });
  },
);

test('English cardinals and ordinals lead back to their numbers', () => {
  const en = wordsOf('en');
  const agrees = (n: number) => {
    if (readEnglish(en.cardinal(n)) !== n) expect(en.cardinal(n)).toBe(n);
    if (n > 0 && readEnglishOrdinal(en.ordinal(n)) !== n) expect(en.ordinal(n)).toBe(n);
  };
  for (let n = 0; n <= 10_000; n++) agrees(n);
  fc.assert(fc.property(upTo(9_999_999), agrees), many);
});

test('what reads back is not too kind: a wrong gender, case, form or order is no number', () => {
  const refused = [
    () => readCardinal('двадцять два', 'uk', 'feminine', 'nominative'),
    () => readCardinal('двадцять дві тисяч', 'uk', 'masculine', 'nominative'),
    () => readCardinal('два двадцять', 'uk', 'masculine', 'nominative'),
    () => readCardinal('двадцать двенадцать', 'ru', 'masculine', 'nominative'),
    () => readCardinal('двадцать два', 'ru', 'masculine', 'genitive'),
    () => readOrdinal('двадцать третьей', 'ru', 'feminine', 'nominative'),
    () => readOrdinal('двадцяти перший', 'uk', 'masculine', 'nominative'),
    () => readEnglishOrdinal('twenty one'),
  ];
  for (const read of refused) expect(read).toThrow('is no');
});
