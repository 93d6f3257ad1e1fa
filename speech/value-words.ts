import type { Language } from '../config/company.ts';
import { wordsName } from './mixed.ts';
import type { Recordable } from './prompt-library.ts';
import { isStyle, spoken, type Value } from './spoken-values.ts';

const upTo = (last: number, first = 0) => Array.from({ length: last - first + 1 }, (_, i) => first + i);
/** The numbers of which all up to 9,999 are put together. */
const numbers = [
  ...upTo(20),
  ...upTo(9, 3).map((n) => n * 10),
  ...upTo(9, 1).map((n) => n * 100),
  1000,
  2000,
  5000,
];
const everyDay = upTo(31, 1).map((n) => `2026-01-${String(n).padStart(2, '0')}`);
const everyMonth = upTo(12, 1).map((n) => `2026-${String(n).padStart(2, '0')}-01`);
const everyTime = upTo(59).map((n) => new Date(Date.UTC(2026, 0, 1, n % 24, n)));

/** Values that bring out every word of a style. Styles begin with these words; addresses and names are not made of such words. */
const valuesOf: readonly (readonly [style: RegExp, values: readonly Value[]])[] = [
  [/^date/, [...everyDay, ...everyMonth]],
  [/^time/, everyTime],
  [/^day/, upTo(31, 1)],
  [/^duration/, [...upTo(59, 1), ...upTo(23, 1).map((hours) => hours * 60)]],
  [/^money/, [...numbers.map((n) => n * 100), ...upTo(99, 1)]],
  [
    /^(decimal|volume|energy|heat|reading)$/,
    numbers.flatMap((n) => [n, `${n}.1`, `${n}.25`, `${n}.125`].map(String)),
  ],
  [/^cardinal/, numbers],
  [/^ordinal/, numbers.filter((n) => n > 0)],
  [/^(digits|serial|key)$/, upTo(9).map(String)],
  [/^phone$/, upTo(99).map((n) => `+38050${String(n).padStart(2, '0').repeat(3)}0`)],
];

/** Every word that the values of these prompts are spoken with, in the order in which they first come. */
export function usedWords(texts: Iterable<string>, language: Language): Recordable[] {
  const styles = new Set(
    [...texts].flatMap((text) => [...text.matchAll(/,\s*([a-z-]+)\s*\}/g)].map(([, style]) => style ?? '')),
  );
  const words = new Set<string>();
  for (const style of styles) {
    if (!isStyle(style)) continue;
    for (const value of valuesOf.find(([known]) => known.test(style))?.[1] ?? [])
      for (const word of spoken(style, value, language, 'UTC').match(/[\p{L}’'-]+/gu) ?? [])
        words.add(word.toLowerCase());
  }
  return [...words].map((text) => ({ name: wordsName(text), text }));
}
