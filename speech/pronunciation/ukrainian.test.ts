import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPrompts } from '../prompts.ts';
import { namedNouns, numberedNouns } from '../words/address-nouns.ts';
import { readDecimal } from '../words/decimal.ts';
import { signsInWords } from '../words/letters.ts';
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
  expect(said('заявку її')).toBe("[[zAj'Awku]] [[jij'i]]");
  expect(said('відзначити')).toBe("[[vidznAtS'ItI]]");
});

test('signs that swallow phonemes are left out, the melody stays', () => {
  expect(said('Компанія «Затишний дім». Так?')).toBe("[[komp'An;ijA]] [[zAt'ISnIj]] [[d;'im]]. [[t'Ak]]?");
});

test('every word of the prompts, of numbers and of all that is spoken in words has a known stress', () => {
  const uk = wordsOf('uk');
  const ways = ['nominative', 'genitive', 'accusative'] as const;
  const numbers = Array.from({ length: 1200 }, (_, n) =>
    ways.flatMap((way) => [
      ...[uk.cardinal(n, 'masculine', way), uk.cardinal(n * 1000, 'feminine', way), uk.money(n * 101, way)],
      ...(['masculine', 'feminine', 'neuter'] as const).map((gender) => uk.ordinal(n + 1, gender, way)),
      ...[
        uk.duration(n * 7, way),
        uk.quantity({ whole: `${n}`, fraction: `${n % 1000}`.padStart((n % 3) + 1, '0').slice(0, 3) }),
      ],
    ]),
  ).flat();
  const units = (['cubicMetre', 'kilowattHour', 'gigacalorie'] as const).flatMap((unit) =>
    ['1', '2', '5', '1.1'].map((amount) => uk.quantity(readDecimal(amount), unit)),
  );
  const days = Array.from({ length: 31 }, (_, i) =>
    uk.date({ year: 1990 + i, month: (i % 12) + 1, day: i + 1 }, 'from', true),
  );
  const hours = Array.from({ length: 48 }, (_, i) =>
    uk.time({ hour: i % 24, minute: i % 24 }, i < 24 ? 'at' : 'until'),
  );
  const nouns = [...namedNouns.values(), ...numberedNouns.values()].map((noun) => noun.uk);
  const letters = signsInWords('абвгґдеєжзиіїйклмнопрстуфхцчшщьюя', 'uk', uk);
  const texts = [...readPrompts().uk.values()].map((text) => text.replace(/\{[^}]*\}/g, ''));
  // What stands in a choice is read where each choice is written out.
  const chosen = readFileSync(path.join(import.meta.dirname, '../sentences/uk.txt'), 'utf8');
  const all = [
    ...texts,
    chosen,
    ...numbers,
    ...units,
    ...days,
    ...hours,
    ...nouns,
    letters,
    uk.star,
    uk.hash,
    uk.point,
  ];
  const unknown = new Set(
    (
      all
        .join(' ')
        .toLowerCase()
        .match(/[а-яґєії’]+/g) ?? []
    ).filter((word) => [...word].filter(isVowel).length > 1 && !list.has(word)),
  );
  // Ordinals of round thousands are joined words: they have the stress of their last part.
  expect([...unknown].filter((word) => !/.тисячн(ий|а|е|ого|ої|у)$/.test(word))).toEqual([]);
});

test('a joined word takes the stress of its last part, a name in -ського that of the vowel before', () => {
  expect(said('двадцятип’ятитисячний')).toBe("[[dvAd;ts;AtIpjAtIt'Is;AtSnIj]]");
  expect(said('Вороновського')).toBe("[[voRon'ows;koho]]");
});

test('a letter by itself after a word is its name, and at the beginning of a sentence it is "and"', () => {
  expect(said('дванадцять А')).toMatch(/\[\['A\]\]$/);
  expect(said('Так. А ви?')).toContain('[[A]]');
  expect(said('так, а ви?')).toContain('[[A]]');
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
