import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { languages, type TextKey } from './languages.ts';

type Element = { type: number; value?: unknown; options?: Record<string, { value: Element[] }> };

/** Names of the places to fill, plural branches included (element types 1–6 of @formatjs/icu-messageformat-parser). */
function places(elements: Element[]): string[] {
  return elements.flatMap((element) => {
    const inside = Object.values(element.options ?? {}).flatMap((option) => places(option.value));
    const named = element.type >= 1 && element.type <= 6 ? [String(element.value)] : [];
    return [...named, ...inside];
  });
}

const placesOf = (text: string, language: string) =>
  [...new Set(places(new IntlMessageFormat(text, language).getAst() as Element[]))].sort();

const keys = Object.keys(languages.uk) as TextKey[];

describe.each(['ru', 'en'] as const)('%s', (language) => {
  test('has every text of the first language and no other', () => {
    expect(Object.keys(languages[language])).toEqual(keys);
  });

  test('fills the same places', () => {
    for (const key of keys) {
      const [first, here] = [languages.uk[key], languages[language][key]];
      expect({ key, places: placesOf(here, language) }).toEqual({ key, places: placesOf(first, 'uk') });
    }
  });
});

test('no text is empty', () => {
  for (const texts of Object.values(languages)) {
    for (const [key, text] of Object.entries(texts)) expect(text.trim(), key).not.toBe('');
  }
});

test('plurals are those of each language', () => {
  const say = (language: 'uk' | 'ru' | 'en', count: number) =>
    new IntlMessageFormat(languages[language]['campaigns.numbers.count'], language).format({ count });
  expect([1, 2, 5, 11, 21, 22].map((count) => say('uk', count))).toEqual([
    '1 номер',
    '2 номери',
    '5 номерів',
    '11 номерів',
    '21 номер',
    '22 номери',
  ]);
  expect([1, 3, 12].map((count) => say('ru', count))).toEqual(['1 номер', '3 номера', '12 номеров']);
  expect([1, 2].map((count) => say('en', count))).toEqual(['1 number', '2 numbers']);
});
