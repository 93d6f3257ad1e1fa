import { type CountForms, slavicForm } from './plural.ts';
import {
  type Gender,
  type GrammaticalCase,
  LARGEST_CARDINAL,
  LARGEST_ORDINAL,
  mustBeWhole,
  type NumberWords,
} from './shape.ts';

/** Nominative, genitive and, where it differs from the nominative, accusative: `'одна|однієї|одну'`. */
type Declined = string;

/** The endings of an ordinal, put in place of the last two letters of its masculine form. */
interface Endings {
  readonly feminine: string;
  readonly neuter: string;
  readonly genitive: string;
  readonly feminineLocative: string;
}

/** What Ukrainian and Russian say differently; how the words are put together is the same in both. */
export interface SlavicTables {
  readonly zero: Declined;
  readonly one: Record<Gender, Declined>;
  readonly two: Record<Gender, Declined>;
  /** From three to nineteen. */
  readonly small: readonly Declined[];
  /** From twenty to ninety, and from one hundred to nine hundred. */
  readonly tens: readonly Declined[];
  readonly hundreds: readonly Declined[];
  /** Thousands, millions, milliards: each a count form by case. */
  readonly scales: readonly { gender: Gender; forms: Record<GrammaticalCase, CountForms> }[];
  readonly ordinals: {
    /** From first to nineteenth; "zeroth" stands at 0. */
    readonly small: readonly string[];
    readonly tens: readonly string[];
    readonly hundreds: readonly string[];
    /** From one thousandth to nine thousandth. */
    readonly thousands: readonly string[];
    readonly usual: Endings;
    /** "Third" is declined in its own way. */
    readonly third: Endings;
  };
  readonly hryvnia: CountForms;
  readonly kopeck: CountForms;
  readonly months: readonly string[];
  /** "of the year", after the number of the year. */
  readonly ofYear: string;
  time(hour: number, minute: number, grammar: SlavicGrammar): string;
  readonly star: string;
  readonly hash: string;
}

export interface SlavicGrammar {
  cardinal(value: number, gender?: Gender, grammaticalCase?: GrammaticalCase): string;
  ordinal(value: number, form: keyof Endings | 'masculine'): string;
}

export function slavicWords(tables: SlavicTables): NumberWords {
  const grammar: SlavicGrammar = {
    cardinal: (value, gender, grammaticalCase) => cardinal(tables, value, gender, grammaticalCase),
    ordinal: (value, form) => ordinal(tables, value, form),
  };
  return {
    cardinal: grammar.cardinal,
    ordinal(value, gender = 'masculine') {
      mustBeWhole(value, 1, LARGEST_ORDINAL);
      return grammar.ordinal(value, gender);
    },
    money: (amountKopecks) => money(tables, amountKopecks),
    date({ year, month, day }, withYear) {
      mustBeWhole(month, 1, 12);
      const words = `${grammar.ordinal(day, 'genitive')} ${tables.months[month - 1]}`;
      return withYear ? `${words} ${grammar.ordinal(year, 'genitive')} ${tables.ofYear}` : words;
    },
    time({ hour, minute }) {
      mustBeWhole(hour, 0, 23);
      mustBeWhole(minute, 0, 59);
      return tables.time(hour, minute, grammar);
    },
    star: tables.star,
    hash: tables.hash,
  };
}

function cardinal(
  tables: SlavicTables,
  value: number,
  gender: Gender = 'masculine',
  grammaticalCase: GrammaticalCase = 'nominative',
): string {
  mustBeWhole(value, 0, LARGEST_CARDINAL);
  if (value === 0) return inCase(tables.zero, grammaticalCase);
  const words: string[] = [];
  for (let power = tables.scales.length; power > 0; power--) {
    const scale = tables.scales[power - 1];
    const count = Math.floor(value / 1000 ** power) % 1000;
    if (!scale || count === 0) continue;
    words.push(...belowThousand(tables, count, scale.gender, grammaticalCase));
    words.push(slavicForm(count, scale.forms[grammaticalCase]));
  }
  words.push(...belowThousand(tables, value % 1000, gender, grammaticalCase));
  return words.join(' ');
}

function belowThousand(
  tables: SlavicTables,
  value: number,
  gender: Gender,
  grammaticalCase: GrammaticalCase,
): string[] {
  const lastTwo = value % 100;
  const last = lastTwo < 20 ? lastTwo : lastTwo % 10;
  const parts = [
    tables.hundreds[Math.floor(value / 100) - 1],
    lastTwo < 20 ? undefined : tables.tens[Math.floor(lastTwo / 10) - 2],
    last === 1 ? tables.one[gender] : last === 2 ? tables.two[gender] : tables.small[last - 3],
  ];
  return parts.filter((part) => part !== undefined).map((part) => inCase(part, grammaticalCase));
}

/** Only the last word of an ordinal is one: "сто двадцять перша". */
function ordinal(tables: SlavicTables, value: number, form: keyof Endings | 'masculine'): string {
  mustBeWhole(value, 0, LARGEST_ORDINAL);
  const { small, tens, hundreds, thousands } = tables.ordinals;
  const lastTwo = value % 100;
  const tail = lastTwo < 20 ? lastTwo : lastTwo % 10;
  let head = 0;
  let last: string | undefined;
  if (tail > 0 || value === 0) [head, last] = [value - tail, small[tail]];
  else if (lastTwo > 0) [head, last] = [value - lastTwo, tens[lastTwo / 10 - 2]];
  else if (value % 1000 > 0) [head, last] = [value - (value % 1000), hundreds[(value % 1000) / 100 - 1]];
  else last = thousands[value / 1000 - 1];
  const endings = tail === 3 ? tables.ordinals.third : tables.ordinals.usual;
  const declined = form === 'masculine' ? last : `${last?.slice(0, -2)}${endings[form]}`;
  return head > 0 ? `${cardinal(tables, head)} ${declined}` : `${declined}`;
}

function money(tables: SlavicTables, amountKopecks: number): string {
  mustBeWhole(amountKopecks, 0, LARGEST_CARDINAL);
  const hryvnias = Math.floor(amountKopecks / 100);
  const kopecks = amountKopecks % 100;
  const parts: string[] = [];
  if (hryvnias > 0 || kopecks === 0) {
    parts.push(cardinal(tables, hryvnias, 'feminine'), slavicForm(hryvnias, tables.hryvnia));
  }
  if (kopecks > 0) parts.push(cardinal(tables, kopecks, 'feminine'), slavicForm(kopecks, tables.kopeck));
  return parts.join(' ');
}

function inCase(declined: Declined, grammaticalCase: GrammaticalCase): string {
  const [nominative = '', genitive = nominative, accusative = nominative] = declined.split('|');
  if (grammaticalCase === 'genitive') return genitive;
  return grammaticalCase === 'accusative' ? accusative : nominative;
}
