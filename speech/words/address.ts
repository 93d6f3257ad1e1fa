import type { Language } from '../../config/company.ts';
import {
  type AddressNoun,
  dash,
  houseNoun,
  inHonourOf,
  namedNouns,
  numberedNouns,
  stroke,
} from './address-nouns.ts';
import { latinised, letterInWords } from './letters.ts';
import type { NumberWords } from './shape.ts';

interface Grammar {
  readonly language: Language;
  readonly words: NumberWords;
}

/** A word, its full stop, and what follows. */
const headed = /^([\p{L}’-]+)(\.?)\s*(.*)$/u;

/**
 * An address as it is written, in words: "вул. Галицька, 67а, кв. 48" is "вулиця Галицька, будинок шістдесят сім а,
 * квартира сорок вісім". The words around the names are said in the caller's language; names stay, in Latin letters in English.
 */
export function addressInWords(address: string, language: Language, words: NumberWords): string {
  const grammar = { language, words };
  const parts = partsOf(address);
  // "Галицька, 67а": only a street has a number after its bare name.
  if (/^\d/.test(parts[1] ?? '') && !hasNoun(parts[0] ?? '')) parts[0] = `вулиця ${parts[0]}`;
  return parts.map((part, i) => partInWords(part, i > 0, grammar)).join(', ');
}

/** Commas part an address; they are put where people leave them out: "Шевченка 12 кв. 5". */
function partsOf(address: string): string[] {
  const numberedAbbreviation = new RegExp(
    `\\s+(?=(?:${[...numberedNouns.keys()].join('|')})\\.?\\s*\\d)`,
    'giu',
  );
  return address
    .replace(/['ʼ]/g, '’')
    .replace(numberedAbbreviation, ', ')
    .split(',')
    .flatMap((part) => {
      const [, name, house] = /^(.*\p{L}{3}\.?)\s+(\d[^\s]*)$/u.exec(part.trim()) ?? [];
      const noun = name?.toLowerCase().replace('.', '') ?? '';
      const keepsItsNumber = name === undefined || namedNouns.has(noun) || numberedNouns.has(noun);
      return keepsItsNumber ? [part.trim()] : [name, `${house}`];
    })
    .filter((part) => part !== '');
}

function partInWords(part: string, afterTheStreet: boolean, grammar: Grammar): string {
  const { language } = grammar;
  if (/^\d/.test(part) && afterTheStreet) return `${houseNoun[language]} ${numberInWords(part, grammar)}`;
  const [, head = '', stop = '', rest = ''] = headed.exec(part) ?? [];
  if (rest !== '' && (head.length > 1 || stop !== '')) {
    const number = numberedNouns.get(head.toLowerCase());
    if (number && /^\d/.test(rest)) return `${number[language]} ${numberInWords(rest, grammar)}`;
    const name = nounOf(head);
    if (name && !isAbbreviation(rest))
      return inOrder(name[language], nameInWords(rest, grammar), rest, language);
  }
  const [, before = '', last = ''] = /^(.+)\s([\p{L}’-]{2,})\.?$/u.exec(part) ?? [];
  const name = nounOf(last);
  return name ? `${nameInWords(before, grammar)} ${name[language]}` : nameInWords(part, grammar);
}

/** A capital letter alone is no noun but an initial: "с. Сокирне" is a village, "С. Бандери" somebody's street. */
function nounOf(word: string): AddressNoun | undefined {
  const written = word.toLowerCase();
  return word.length === 1 && word !== written ? undefined : namedNouns.get(written);
}

function hasNoun(part: string): boolean {
  return part.split(/[\s.]+/).some((word) => nounOf(word) !== undefined);
}

/** "Вул." in "Набережна вул." */
function isAbbreviation(word: string): boolean {
  return word.endsWith('.') && nounOf(word.slice(0, -1)) !== undefined;
}

/** "Halytska Street", but "District five". */
function inOrder(noun: string, name: string, written: string, language: Language): string {
  return (language === 'en' && !/^\d+$/.test(written) ? `${name} ${noun}` : `${noun} ${name}`).trim();
}

/** "67а", "12-А", "5/7", "12-14": numbers and the names of letters. */
function numberInWords(number: string, { language, words }: Grammar): string {
  const signs = number.match(/\d{1,9}|\p{L}+|\/|(?<=\d)-(?=\d)/gu) ?? [];
  return signs
    .map((sign) => {
      if (sign === '/') return stroke[language];
      if (sign === '-') return dash[language];
      if (/\d/.test(sign)) return words.cardinal(Number(sign));
      return sign.length === 1 ? letterInWords(sign, language) : nameInWords(sign, { language, words });
    })
    .join(' ');
}

const months =
  'січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря';

/** A name of a street, with the numbers in it in words: "8 Березня", "2-га Лінія", "700-річчя Черкас", "І. Франка". */
function nameInWords(name: string, { language, words }: Grammar): string {
  const said = name
    .replace(
      /(?<!\p{L})([\p{L}-]{2,})\./gu,
      (written, word: string) => namedNouns.get(word.toLowerCase())?.[language] ?? written,
    )
    .replace(/(\d{1,7})-(\p{L}+)/gu, (_all, digits: string, ending: string) =>
      endingInWords(Number(digits), ending, words),
    )
    .replace(new RegExp(`(\\d{1,4})(?=\\s+(?:${months})(?!\\p{L}))`, 'giu'), (digits) =>
      ordinalOr(Number(digits), words, 'genitive'),
    )
    .replace(/\d{1,9}/g, (digits) => words.cardinal(Number(digits)))
    .replace(/(?<!\p{L})(?:ім\.|им\.|імені(?!\p{L})|имени(?!\p{L}))/giu, inHonourOf[language])
    .replace(/(?<!\p{L})(\p{L})\.\s*/gu, (_all, initial: string) => `${initialInWords(initial, language)} `)
    .replace(/\s+/g, ' ')
    .trim();
  return language === 'en' ? latinised(said) : said;
}

/** Initials are heard, not seen: "В." is "V" in English, though it looks like B. */
function initialInWords(initial: string, language: Language): string {
  return language === 'en' ? latinised(initial) : letterInWords(initial, language);
}

/** "8-го" is "восьмого", "2-га" "друга"; "700-річчя" is one word. */
function endingInWords(value: number, ending: string, words: NumberWords): string {
  if (/^(річчя|ліття|летия)/i.test(ending)) return `${words.stem(value)}${ending}`;
  if (value === 0) return words.cardinal(value);
  if (/^(го|ого)$/.test(ending)) return words.ordinal(value, 'masculine', 'genitive');
  if (/^(ї|ої)$/.test(ending)) return words.ordinal(value, 'feminine', 'genitive');
  if (/(а|я)$/.test(ending) && ending.length <= 2) return words.ordinal(value, 'feminine');
  if (/(е|є)$/.test(ending) && ending.length <= 2) return words.ordinal(value, 'neuter');
  if (/й$/.test(ending) && ending.length <= 2) return words.ordinal(value);
  return `${words.cardinal(value)} ${ending}`;
}

function ordinalOr(value: number, words: NumberWords, grammaticalCase: 'genitive'): string {
  return value > 0 ? words.ordinal(value, 'masculine', grammaticalCase) : words.cardinal(value);
}
