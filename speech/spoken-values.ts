import { DateTime } from 'luxon';
import type { Language } from '../config/company.ts';
import { HolosError } from '../errors.ts';
import { addressInWords } from './words/address.ts';
import { readDecimal, readingInWords } from './words/decimal.ts';
import { digitsInWords } from './words/digits.ts';
import { signsInWords } from './words/letters.ts';
import { phoneInWords } from './words/phone.ts';
import type { Decimal, Gender, GrammaticalCase, Moment, NumberWords, Unit } from './words/shape.ts';
import { wordsOf } from './words/words.ts';

export type Value = string | number | Date;

interface Grammar {
  readonly language: Language;
  readonly words: NumberWords;
  /** Where the date and the time of day of an instant are read, e.g. `Europe/Kyiv`. */
  readonly timezone: string;
}

type Speak = (value: Value, grammar: Grammar) => string;

const number =
  (gender?: Gender, grammaticalCase?: GrammaticalCase): Speak =>
  (value, { words }) =>
    words.cardinal(Number(value), gender, grammaticalCase);
const order =
  (gender?: Gender, grammaticalCase?: GrammaticalCase): Speak =>
  (value, { words }) =>
    words.ordinal(Number(value), gender, grammaticalCase);
const money =
  (grammaticalCase?: GrammaticalCase): Speak =>
  (value, { words }) =>
    words.money(Number(value), grammaticalCase);
const duration =
  (grammaticalCase?: GrammaticalCase): Speak =>
  (value, { words }) =>
    words.duration(Number(value), grammaticalCase);
const quantity =
  (unit?: Unit): Speak =>
  (value, { words }) =>
    words.quantity(decimal(value), unit);
const date =
  (moment: Moment, withYear = false): Speak =>
  (value, grammar) =>
    grammar.words.date(day(value, grammar), moment, withYear);
const dayOfMonth =
  (moment: Moment): Speak =>
  (value, { words }) =>
    words.dayOfMonth(Number(value), moment);
const time =
  (moment: Moment): Speak =>
  (value, grammar) =>
    grammar.words.time(instant(value, grammar), moment);

/** The styles a placeholder may have in a prompt: `{position, ordinal}`. Each turns a value into words. */
const styles: Readonly<Record<string, Speak>> = {
  cardinal: number(),
  'cardinal-feminine': number('feminine'),
  'cardinal-neuter': number('neuter'),
  'cardinal-genitive': number('masculine', 'genitive'),
  'cardinal-feminine-genitive': number('feminine', 'genitive'),
  'cardinal-feminine-accusative': number('feminine', 'accusative'),
  ordinal: order(),
  'ordinal-feminine': order('feminine'),
  'ordinal-neuter': order('neuter'),
  'ordinal-genitive': order('masculine', 'genitive'),
  'ordinal-feminine-genitive': order('feminine', 'genitive'),
  'ordinal-feminine-accusative': order('feminine', 'accusative'),
  /** Digit by digit, in groups: numbers of requests and accounts. */
  digits: (value, { words }) => digitsInWords(String(value), words),
  /** As people dictate it: "нуль п’ятдесят. Сто одинадцять". */
  phone: (value, { words }) => phoneInWords(String(value), words),
  /** Sign by sign, letters too: numbers of meters, or their last digits. */
  serial: (value, { words, language }) => signsInWords(String(value), language, words),
  /** An amount in kopecks. */
  money: money(),
  'money-genitive': money('genitive'),
  'money-accusative': money('accusative'),
  /** What a dial shows, every digit of it. */
  reading: (value, { words }) => readingInWords(decimal(value), words),
  /** How much it is: a quantity without its unit, and cubic metres, kilowatt-hours, gigacalories. */
  decimal: quantity(),
  volume: quantity('cubicMetre'),
  energy: quantity('kilowattHour'),
  heat: quantity('gigacalorie'),
  /** Whole minutes. */
  duration: duration(),
  'duration-genitive': duration('genitive'),
  'duration-accusative': duration('accusative'),
  date: date('at'),
  'date-year': date('at', true),
  'date-since': date('since'),
  'date-since-year': date('since', true),
  'date-from': date('from'),
  'date-until': date('until'),
  'date-until-year': date('until', true),
  'day-from': dayOfMonth('from'),
  'day-until': dayOfMonth('until'),
  time: time('at'),
  'time-since': time('since'),
  'time-from': time('from'),
  'time-until': time('until'),
  'time-by': time('by'),
  address: (value, { words, language }) => addressInWords(String(value), language, words),
  /** A key of the telephone, as it stands after "press". */
  key: (value, { words }) =>
    value === '*' ? words.star : value === '#' ? words.hash : words.cardinal(Number(value)),
};

/** Every style, for those who describe them. */
export const styleNames: readonly string[] = Object.keys(styles);

export function isStyle(style: string): boolean {
  return Object.hasOwn(styles, style);
}

/** @throws HolosError `speech.number`, `speech.parameter` when the value cannot be said in this style */
export function spoken(style: string, value: Value, language: Language, timezone: string): string {
  const speak = styles[style];
  if (!speak) throw new HolosError('speech.prompt-invalid', `There is no style "${style}"`, { style });
  return speak(value, { language, words: wordsOf(language), timezone });
}

function decimal(value: Value): Decimal {
  if (value instanceof Date) throw new HolosError('speech.number', 'A quantity must be given as digits');
  return readDecimal(value);
}

/** A calendar day, `2026-11-23`, is that day everywhere; an instant is read on the company's clock. */
function day(value: Value, grammar: Grammar): DateTime {
  const read = typeof value === 'string' ? DateTime.fromFormat(value, 'yyyy-MM-dd') : undefined;
  return read?.isValid ? read : instant(value, grammar);
}

function instant(value: Value, { timezone }: Grammar): DateTime {
  const read = value instanceof Date ? DateTime.fromJSDate(value, { zone: timezone }) : undefined;
  if (read?.isValid) return read;
  throw new HolosError('speech.parameter', 'A date or a time of day must be given as a valid Date');
}
