import { digitsOf, pausesBetween } from './digits.ts';
import type { NumberWords } from './shape.ts';

/**
 * A phone number as people in Ukraine dictate it: 050 111 22 33 is "нуль п’ятдесят. Сто одинадцять. Двадцять два.
 * Тридцять три". A full stop stands between groups, because "двісті, двадцять два" is not "двісті двадцять два".
 * The code of the country is left out; a number that is written in groups keeps them.
 * @throws HolosError `speech.number` when there is no digit in it
 */
export function phoneInWords(number: string, words: NumberWords): string {
  const written = digitsOf(number);
  const all = written.join('').replace(/^38(?=0\d{9}$)/, '');
  const groups = written.length > 1 && all === written.join('') ? written : phoneGroupsOf(all);
  return pausesBetween(groups.map((group) => words.group(group)));
}

/** `0501112233` → 050 111 22 33, `0800300400` → 0800 300 400, `1580` → 15 80, `8800` → 8 800. */
export function phoneGroupsOf(digits: string): string[] {
  const free = /^(?:(0[89]00)(\d{6})|([1-9])(800(?:\d{6})?))$/.exec(digits);
  if (free) {
    const [, national, rest = '', international, withCode = ''] = free;
    return [national ?? international ?? '', ...((rest || withCode).match(/\d{3}/g) ?? [])];
  }
  const groups: string[] = [];
  let rest = digits;
  for (const size of sizesFromTheEnd(digits.length)) {
    groups.unshift(rest.slice(-size));
    rest = rest.slice(0, -size);
  }
  while (rest.length > 3) {
    groups.unshift(rest.slice(-3));
    rest = rest.slice(0, -3);
  }
  return rest === '' ? groups : [rest, ...groups];
}

function sizesFromTheEnd(length: number): readonly number[] {
  if (length <= 3) return [];
  return length === 6 ? [3] : [2, 2];
}
