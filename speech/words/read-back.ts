/**
 * For tests: from words back to numbers, by lists and rules that share nothing with those that made the words. Every word must be
 * in the gender and the case that is asked for, and every counted noun in the form that Intl.PluralRules chooses.
 */
import { endings, lists } from './read-back-lists.ts';
import type { Gender, GrammaticalCase } from './shape.ts';

export type Slavic = 'uk' | 'ru';

const genders: readonly Gender[] = ['masculine', 'feminine', 'neuter'];
const stressedOrdinals = /^(втор|шест|седьм|восьм|сороков)$/;

const plurals = { uk: new Intl.PluralRules('uk'), ru: new Intl.PluralRules('ru') };

/** What one word means in one gender and case. A smaller place may follow a greater one: hundreds, tens, ones. */
interface Word {
  readonly value: number;
  readonly place: number;
}

interface Reader {
  readonly words: ReadonlyMap<string, Word>;
  readonly ordinals: ReadonlyMap<string, Word>;
  /** How the last word of "двадцятитисячний" ends, by the power of a thousand. */
  readonly joined: readonly RegExp[];
}

const readers = new Map<string, Reader>();

/** @throws Error when the words are no number in this gender and case */
export function readCardinal(words: string, language: Slavic, gender: Gender, way: GrammaticalCase): number {
  let rest = words.split(' ');
  let value = 0;
  for (const power of [2, 1]) {
    const [counted = '', genitive = '', accusative = ''] = lists[language].scales[power - 1] ?? [];
    const at = rest.findIndex((word) => scaleWords[language][power - 1]?.has(word));
    if (at < 0) continue;
    const count = belowThousand(
      rest.slice(0, at),
      reader(language, power === 1 ? 'feminine' : 'masculine', way),
    );
    if (rest[at] !== formOf(language, count, way, counted, genitive, accusative)) fail(words);
    value += count * 1000 ** power;
    rest = rest.slice(at + 1);
  }
  return rest.length > 0 ? value + belowThousand(rest, reader(language, gender, way)) : value;
}

const scaleWords = { uk: wordsOfScales('uk'), ru: wordsOfScales('ru') };

/** The form that this count asks for: `гривня гривні гривень`, `гривні гривень`, `гривню`. */
export function formOf(
  language: Slavic,
  count: number,
  way: GrammaticalCase,
  counted: string,
  genitive: string,
  accusative: string,
): string {
  const kind = plurals[language].select(count);
  if (way === 'genitive') return genitive.split(' ')[kind === 'one' ? 0 : 1] ?? '';
  if (kind === 'one' && way === 'accusative') return accusative;
  return counted.split(' ')[kind === 'one' ? 0 : kind === 'few' ? 1 : 2] ?? '';
}

/** @throws Error when the words are no ordinal in this gender and case */
export function readOrdinal(words: string, language: Slavic, gender: Gender, way: GrammaticalCase): number {
  const { ordinals, joined } = reader(language, gender, way);
  const space = words.lastIndexOf(' ');
  const last = words.slice(space + 1);
  const head = space > 0 ? readCardinal(words.slice(0, space), language, 'masculine', 'nominative') : 0;
  const word = ordinals.get(last);
  if (word !== undefined) return head % word.place === 0 ? head + word.value : fail(words);
  for (const [i, ending] of joined.entries()) {
    const count = ending.exec(last)?.[1];
    if (count !== undefined) return head + (count === '' ? 1 : readStem(count, language)) * 1000 ** (i + 1);
  }
  return fail(words);
}

/** A joined number, "двадцятип’яти": the longest word that fits is taken first. */
function readStem(joined: string, language: Slavic): number {
  if (joined === '') return 0;
  const stems: Readonly<Record<string, number>> = lists[language].stems;
  const { words } = reader(language, 'masculine', 'genitive');
  const known = [...Object.keys(stems), ...words.keys()].filter((word) => joined.startsWith(word));
  const found = known.sort((a, b) => b.length - a.length)[0];
  if (found === undefined) return fail(joined);
  return (stems[found] ?? words.get(found)?.value ?? 0) + readStem(joined.slice(found.length), language);
}

function belowThousand(words: readonly string[], { words: known }: Reader): number {
  let place = 1000;
  let value = 0;
  for (const word of words) {
    const found = known.get(word);
    if (found === undefined || found.place >= place || (found.value > 9 && found.place < 10 && place <= 10)) {
      return fail(words.join(' '));
    }
    value += found.value;
    place = found.place;
  }
  return words.length > 0 && (value > 0 || words.length === 1) ? value : fail(words.join(' '));
}

function reader(language: Slavic, gender: Gender, way: GrammaticalCase): Reader {
  const key = `${language} ${gender} ${way}`;
  const ready = readers.get(key) ?? makeReader(language, genders.indexOf(gender), way);
  readers.set(key, ready);
  return ready;
}

function makeReader(language: Slavic, gender: number, way: GrammaticalCase): Reader {
  const list = lists[language];
  const inGenitive = way === 'genitive';
  const words = new Map<string, Word>();
  const ordinals = new Map<string, Word>();
  words.set(list.zero.split(' ')[inGenitive ? 1 : 0] ?? '', { value: 0, place: 1 });
  words.set(list.one[way].split(' ')[gender] ?? '', { value: 1, place: 1 });
  words.set(list.two[way].split(' ')[gender] ?? '', { value: 2, place: 1 });
  const rows = [
    { row: inGenitive ? list.ofUnits : list.units, first: 3, place: 1 },
    { row: inGenitive ? list.ofTens : list.tens, first: 2, place: 10 },
    { row: inGenitive ? list.ofHundreds : list.hundreds, first: 1, place: 100 },
  ];
  for (const { row, first, place } of rows) {
    for (const [i, word] of row.split(' ').entries()) words.set(word, { value: (i + first) * place, place });
  }
  const usual = endings[language][way][gender] ?? '';
  const third = endings[language].third[way][gender] ?? '';
  const [plain = '', stressed = plain] = usual.split('|');
  const ordinalRows = [
    { row: list.ordinals, first: 1, place: 1, after: 10 },
    { row: list.ordinalTens, first: 2, place: 10, after: 100 },
    { row: list.ordinalHundreds, first: 1, place: 100, after: 1000 },
  ];
  for (const { row, first, place, after } of ordinalRows) {
    for (const [i, stem] of row.split(' ').entries()) {
      const value = (i + first) * place;
      const ending = stem === 'трет' ? third : stressedOrdinals.test(stem) ? stressed : plain;
      // What stands before must leave room: nothing but hundreds before "eleventh".
      ordinals.set(`${stem}${ending}`, { value, place: value > 9 && place === 1 ? 100 : after });
    }
  }
  return {
    words,
    ordinals,
    joined: list.ordinalScales.split(' ').map((stem) => new RegExp(`^(.*)${stem}${plain}$`)),
  };
}

function wordsOfScales(language: Slavic): readonly ReadonlySet<string>[] {
  return lists[language].scales.map((forms) => new Set(forms.flatMap((form) => form.split(' '))));
}

function fail(words: string): never {
  throw new Error(`"${words}" is no number in this gender and case`);
}
