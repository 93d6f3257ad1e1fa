import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digitsInWords, groupsOf } from './digits.ts';
import { wordsOf } from './words.ts';

const uk = wordsOf('uk');

test('a number is grouped as people write it down', () => {
  expect(groupsOf('104')).toEqual(['104']);
  expect(groupsOf('1580')).toEqual(['1580']);
  expect(groupsOf('750600')).toEqual(['750', '600']);
  expect(groupsOf('0501112233')).toEqual(['050', '111', '22', '33']);
  expect(groupsOf('380501112233')).toEqual(['38', '050', '111', '22', '33']);
});

test('a comma after each digit, a full stop after each group', () => {
  expect(digitsInWords('104', uk)).toBe('один, нуль, чотири');
  expect(digitsInWords('750600', uk)).toBe('сім, п’ять, нуль. Шість, нуль, нуль');
});

test('groups that are already there are kept, and other signs left out', () => {
  expect(digitsInWords('+0342 78-65', uk)).toBe('нуль, три, чотири, два. Сім, вісім. Шість, п’ять');
});

test('every digit is said once, in order', () => {
  const names = Array.from({ length: 10 }, (_, digit) => uk.cardinal(digit));
  fc.assert(
    fc.property(fc.stringMatching(/^\d{1,15}$/), (number) => {
      const said = digitsInWords(number, uk).toLowerCase().split(/[.,] /);
      expect(said.map((word) => names.indexOf(word)).join('')).toBe(number);
    }),
  );
});

test('without any digit there is nothing to say', () => {
  expect(() => digitsInWords('anonymous', uk)).toThrow(expect.objectContaining({ code: 'speech.number' }));
});
