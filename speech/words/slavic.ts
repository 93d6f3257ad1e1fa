import { trimmed, zerosThenNumber } from './decimal.ts';
import { slavicForm } from './plural.ts';
import {
  type CalendarDay,
  type Decimal,
  type GrammaticalCase,
  isEnd,
  LARGEST_CARDINAL,
  LARGEST_DURATION_MINUTES,
  LARGEST_ORDINAL,
  type Moment,
  mustBeClockTime,
  mustBeDay,
  mustBeWhole,
  type NumberWords,
  type Unit,
} from './shape.ts';
import { cardinal, ordinal, ordinalForm, stem } from './slavic-numerals.ts';
import type { SlavicGrammar, SlavicTables } from './slavic-tables.ts';

/** The words of Ukrainian or Russian, put together from the tables of the language. */
export function slavicWords(tables: SlavicTables): NumberWords {
  const grammar: SlavicGrammar = {
    cardinal: (value, gender, grammaticalCase) => cardinal(tables, value, gender, grammaticalCase),
    ordinal: (value, form) => ordinal(tables, value, form),
    counted: (count, { gender, forms }, grammaticalCase = 'nominative') =>
      `${cardinal(tables, count, gender, grammaticalCase)} ${slavicForm(count, forms[grammaticalCase])}`,
  };
  const when = (words: string, moment: Moment): string =>
    moment === 'at' ? words : isEnd(moment) ? `${tables.until} ${words}` : tables.from(words);
  return {
    cardinal: grammar.cardinal,
    ordinal(value, gender = 'masculine', grammaticalCase = 'nominative') {
      mustBeWhole(value, 1, LARGEST_ORDINAL);
      return grammar.ordinal(value, ordinalForm(gender, grammaticalCase));
    },
    stem: (value) => stem(tables, value),
    money: (amountKopecks, grammaticalCase) => money(tables, grammar, amountKopecks, grammaticalCase),
    quantity: (amount, unit) => quantity(tables, grammar, amount, unit),
    duration: (minutes, grammaticalCase) => duration(tables, grammar, minutes, grammaticalCase),
    date: (day, moment, withYear) => when(dayInGenitive(tables, grammar, day, withYear), moment),
    dayOfMonth(day, moment) {
      mustBeWhole(day, 1, 31);
      return when(grammar.ordinal(day, 'genitive'), moment);
    },
    time(clock, moment) {
      mustBeClockTime(clock);
      return tables.time(clock, moment, grammar);
    },
    group: (digits) => zerosThenNumber(digits, grammar.cardinal),
    point: tables.point,
    star: tables.star,
    hash: tables.hash,
  };
}

function money(
  { hryvnia, kopeck }: SlavicTables,
  { counted }: SlavicGrammar,
  amountKopecks: number,
  grammaticalCase?: GrammaticalCase,
): string {
  mustBeWhole(amountKopecks, 0, LARGEST_CARDINAL);
  const hryvnias = Math.floor(amountKopecks / 100);
  const kopecks = amountKopecks % 100;
  const parts: string[] = [];
  if (hryvnias > 0 || kopecks === 0) parts.push(counted(hryvnias, hryvnia, grammaticalCase));
  if (kopecks > 0) parts.push(counted(kopecks, kopeck, grammaticalCase));
  return parts.join(' ');
}

/** "П’ять кубометрів", but after decimals the unit stands in the genitive of one: "п’ять цілих одна десята кубометра". */
function quantity(tables: SlavicTables, grammar: SlavicGrammar, amount: Decimal, unit?: Unit): string {
  const noun = unit === undefined ? undefined : tables.units[unit];
  const { whole, fraction } = trimmed(amount);
  if (fraction === '') {
    return noun === undefined ? grammar.cardinal(Number(whole)) : grammar.counted(Number(whole), noun);
  }
  mustBeWhole(fraction.length, 1, tables.fractions.length);
  const parts = [
    feminine(grammar, whole, tables.whole),
    feminine(grammar, fraction, tables.fractions[fraction.length - 1] ?? tables.whole),
  ];
  if (noun !== undefined) parts.push(noun.forms.genitive[0]);
  return parts.join(' ');
}

function feminine(grammar: SlavicGrammar, digits: string, forms: SlavicTables['whole']): string {
  return grammar.counted(Number(digits), {
    gender: 'feminine',
    forms: { nominative: forms, genitive: forms, accusative: forms },
  });
}

function duration(
  { day, hour, minute }: SlavicTables,
  { counted }: SlavicGrammar,
  minutes: number,
  grammaticalCase?: GrammaticalCase,
): string {
  mustBeWhole(minutes, 0, LARGEST_DURATION_MINUTES);
  const counts = [
    [Math.floor(minutes / 1440), day],
    [Math.floor(minutes / 60) % 24, hour],
    [minutes % 60, minute],
  ] as const;
  const said = counts.filter(([count, noun]) => count > 0 || (minutes === 0 && noun === minute));
  return said.map(([count, noun]) => counted(count, noun, grammaticalCase)).join(' ');
}

function dayInGenitive(
  { months, ofYear }: SlavicTables,
  { ordinal }: SlavicGrammar,
  day: CalendarDay,
  withYear: boolean,
): string {
  mustBeDay(day);
  const words = `${ordinal(day.day, 'genitive')} ${months[day.month - 1]}`;
  return withYear ? `${words} ${ordinal(day.year, 'genitive')} ${ofYear}` : words;
}
