import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPrompts } from '../prompts.ts';
import { wordsOf } from '../words/words.ts';
import { isVowel, readStressList, ukrainianStress } from './stress.ts';
import { ukrainianPhonemes } from './ukrainian.ts';

const { list } = ukrainianStress();
const said = (text: string) => ukrainianPhonemes(text, list);

test('the stress list: a sign after the vowel, endings in brackets, no sign for words without stress', () => {
  const read = readStressList('# for people\nна кно́п(ка ки) міськ(а́ о́ї)\n');
  expect([...read]).toEqual([
    ['на', -1],
    ['кнопка', 0],
    ['кнопки', 0],
    ['міська', 1],
    ['міської', 1],
  ]);
});

test('stress, soft consonants, apostrophe, sounds written with two letters', () => {
  expect(said('оператор')).toBe("[[opeR'AtoR]]");
  expect(said('відповість')).toBe("[[vidpov'is;t;]]");
  expect(said("п’ять, п'ять, пʼять")).toBe("[[pj'At;]], [[pj'At;]], [[pj'At;]]");
  expect(said('дзвінок')).toBe("[[dzvin'ok]]");
  expect(said('записується')).toBe("[[zAp'Isujets;ts;A]]");
  expect(said('заявку її')).toBe("[[zAj'Awku]] [[j'iji]]");
  expect(said('відзначити')).toBe("[[vidznAtS'ItI]]");
});

test('signs that swallow phonemes are left out, the melody stays', () => {
  expect(said('Компанія «Затишний дім». Так?')).toBe("[[komp'An;ijA]] [[zAt'ISnIj]] [[d;'im]]. [[t'Ak]]?");
});

test('every word of the prompts, of numbers, money and dates has a known stress', () => {
  const uk = wordsOf('uk');
  const numbers = Array.from({ length: 1200 }, (_, n) =>
    [uk.cardinal(n), uk.cardinal(n, 'feminine', 'genitive'), uk.ordinal(n + 1, 'feminine'), uk.money(n)].join(
      ' ',
    ),
  );
  const days = Array.from({ length: 31 }, (_, i) =>
    uk.date({ year: 2020 + i, month: (i % 12) + 1, day: i + 1 }, 'at', true),
  );
  const hours = Array.from({ length: 24 }, (_, hour) => uk.time({ hour, minute: hour }, 'at'));
  const texts = [...readPrompts().uk.values()].map((text) => text.replace(/\{[^}]*\}/g, ''));
  const words = [...texts, ...numbers, ...days, ...hours, uk.star, uk.hash].join(' ').toLowerCase();
  const unknown = new Set(
    (words.match(/[а-яґєії’]+/g) ?? []).filter(
      (word) => [...word].filter(isVowel).length > 1 && !list.has(word),
    ),
  );
  expect([...unknown]).toEqual([]);
});

test('whatever is written, brackets stay in pairs, and no Ukrainian letter is left outside them', () => {
  const letters = fc.string({
    unit: fc.constantFrom(...'абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’«»-[ ],.x1'),
    maxLength: 40,
  });
  fc.assert(
    fc.property(letters, (text) => {
      expect(said(text).replace(/ ?\[\[[^[\]а-яґєії]*\]\]/g, '')).toMatch(/^[^[\]а-яґєії]*$/);
    }),
  );
});
