import { DateTime } from 'luxon';
import type { Language } from '../config/company.ts';
import { HolosError } from '../errors.ts';
import { digitsInWords } from './words/digits.ts';
import type { NumberWords } from './words/shape.ts';
import { wordsOf } from './words/words.ts';

export type Value = string | number | Date;

interface Grammar {
  readonly words: NumberWords;
  /** Where the date and the time of day of an instant are read, e.g. `Europe/Kyiv`. */
  readonly timezone: string;
}

type Speak = (value: Value, grammar: Grammar) => string;

/** The styles a placeholder may have in a prompt: `{position, ordinal}`. Each turns a value into words. */
const styles: Readonly<Record<string, Speak>> = {
  cardinal: (value, { words }) => words.cardinal(Number(value)),
  'cardinal-feminine': (value, { words }) => words.cardinal(Number(value), 'feminine'),
  'cardinal-neuter': (value, { words }) => words.cardinal(Number(value), 'neuter'),
  'cardinal-genitive': (value, { words }) => words.cardinal(Number(value), 'masculine', 'genitive'),
  ordinal: (value, { words }) => words.ordinal(Number(value)),
  'ordinal-feminine': (value, { words }) => words.ordinal(Number(value), 'feminine'),
  'ordinal-neuter': (value, { words }) => words.ordinal(Number(value), 'neuter'),
  /** Digit by digit, in groups: phone numbers and numbers of requests. */
  digits: (value, { words }) => digitsInWords(String(value), words),
  /** An amount in kopecks. */
  money: (value, { words }) => words.money(Number(value)),
  date: (value, grammar) => grammar.words.date(instant(value, grammar), false),
  'date-year': (value, grammar) => grammar.words.date(instant(value, grammar), true),
  time: (value, grammar) => grammar.words.time(instant(value, grammar)),
  /** A key of the telephone, as it stands after "press". */
  key: (value, { words }) =>
    value === '*' ? words.star : value === '#' ? words.hash : words.cardinal(Number(value)),
};

export function isStyle(style: string): boolean {
  return Object.hasOwn(styles, style);
}

/** @throws HolosError `speech.number`, `speech.parameter` when the value cannot be said in this style */
export function spoken(style: string, value: Value, language: Language, timezone: string): string {
  const speak = styles[style];
  if (!speak) throw new HolosError('speech.prompt-invalid', `There is no style "${style}"`, { style });
  return speak(value, { words: wordsOf(language), timezone });
}

function instant(value: Value, { timezone }: Grammar): DateTime {
  const read = value instanceof Date ? DateTime.fromJSDate(value, { zone: timezone }) : undefined;
  if (read?.isValid) return read;
  throw new HolosError('speech.parameter', 'A date or a time of day must be given as a valid Date');
}
