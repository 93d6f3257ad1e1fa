import fc from 'fast-check';
import { expect, test } from 'vitest';
import { phoneGroupsOf, phoneInWords } from './phone.ts';
import { readCardinal, type Slavic } from './read-back.ts';
import { wordsOf } from './words.ts';

test('groups as people of Ukraine say them', () => {
  expect(
    ['104', '1580', '8800', '12345', '750600', '7865432', '0501112233', '0800300400', '8800300400'].map(
      (number) => phoneGroupsOf(number).join(' '),
    ),
  ).toEqual([
    '104',
    '15 80',
    '8 800',
    '1 23 45',
    '750 600',
    '786 54 32',
    '050 111 22 33',
    '0800 300 400',
    '8 800 300 400',
  ]);
});

test.each([
  ['+380501112233', 'нуль п’ятдесят. Сто одинадцять. Двадцять два. Тридцять три'],
  ['38 (067) 040-05-07', 'нуль шістдесят сім. Нуль сорок. Нуль п’ять. Нуль сім'],
  ['(0342) 78-65-00', 'нуль триста сорок два. Сімдесят вісім. Шістдесят п’ять. Нуль нуль'],
  ['750600', 'сімсот п’ятдесят. Шістсот'],
  ['104', 'сто чотири'],
])('%s', (number, said) => {
  expect(phoneInWords(number, wordsOf('uk'))).toBe(said);
});

test('in English digit by digit', () => {
  expect(phoneInWords('+380501112233', wordsOf('en'))).toBe(
    'zero, five, zero. One, one, one. Two, two. Three, three',
  );
});

test('what is heard leads back to the number', () => {
  const groupBack = (group: string, language: Slavic): string => {
    const zero = wordsOf(language).cardinal(0);
    const words = group.split(' ');
    const zeros = words.findIndex((word) => word !== zero);
    if (zeros < 0) return '0'.repeat(words.length);
    const rest = words.slice(zeros).join(' ');
    return '0'.repeat(zeros) + readCardinal(rest, language, 'masculine', 'nominative');
  };
  fc.assert(
    fc.property(fc.stringMatching(/^\d{3,11}$/), fc.constantFrom<Slavic>('uk', 'ru'), (number, language) => {
      const groups = phoneInWords(number, wordsOf(language)).toLowerCase().split('. ');
      expect(groups.map((group) => groupBack(group, language)).join('')).toBe(number);
    }),
    { numRuns: 2_000 },
  );
});

test('without any digit there is nothing to say', () => {
  expect(() => phoneInWords('anonymous', wordsOf('uk'))).toThrow(
    expect.objectContaining({ code: 'speech.number' }),
  );
});
