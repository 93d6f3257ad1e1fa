import type { CountForms } from './plural.ts';
import type { ClockTime, Gender, GrammaticalCase, Moment, Unit } from './shape.ts';

/** Nominative, genitive and, where it differs from the nominative, accusative: `'одна|однієї|одну'`. */
export type Declined = string;

/** What is counted: "гривня", by case and number. */
export interface CountedNoun {
  readonly gender: Gender;
  readonly forms: Readonly<Record<GrammaticalCase, CountForms>>;
}

/** The endings of an ordinal, put in place of the last two letters of its masculine form. */
export interface Endings {
  readonly feminine: string;
  readonly neuter: string;
  /** Of the masculine and the neuter. */
  readonly genitive: string;
  readonly feminineGenitive: string;
  readonly feminineAccusative: string;
  readonly feminineLocative: string;
}

export type OrdinalForm = keyof Endings | 'masculine';

/** What Ukrainian and Russian say differently about numbers; how the words are put together is the same in both. */
export interface NumeralTables {
  readonly zero: Declined;
  readonly one: Readonly<Record<Gender, Declined>>;
  readonly two: Readonly<Record<Gender, Declined>>;
  /** From three to nineteen. */
  readonly small: readonly Declined[];
  /** From twenty to ninety, and from one hundred to nine hundred. */
  readonly tens: readonly Declined[];
  readonly hundreds: readonly Declined[];
  /** Thousands, millions, milliards. */
  readonly scales: readonly CountedNoun[];
  readonly ordinals: {
    /** From first to nineteenth; "zeroth" stands at 0. */
    readonly small: readonly string[];
    readonly tens: readonly string[];
    readonly hundreds: readonly string[];
    /** Thousandth, millionth. */
    readonly scales: readonly string[];
    readonly usual: Endings;
    /** "Third" is declined in its own way. */
    readonly third: Endings;
  };
  /** Numbers stand in the genitive at the beginning of a longer word ("п’ятитисячний"), but for these. */
  readonly stems: Readonly<Record<string, string>>;
  /** Thousand, million at the beginning of a longer word. */
  readonly scaleStems: readonly string[];
}

export interface SlavicTables extends NumeralTables {
  readonly hryvnia: CountedNoun;
  readonly kopeck: CountedNoun;
  readonly day: CountedNoun;
  readonly hour: CountedNoun;
  readonly minute: CountedNoun;
  readonly units: Readonly<Record<Unit, CountedNoun>>;
  /** "Whole", then tenths, hundredths, thousandths, with which decimals are counted. */
  readonly whole: CountForms;
  readonly fractions: readonly CountForms[];
  readonly months: readonly string[];
  /** "of the year", after the number of the year. */
  readonly ofYear: string;
  /** "From", as it sounds well before these words. */
  from(words: string): string;
  readonly until: string;
  time(clock: ClockTime, moment: Moment, grammar: SlavicGrammar): string;
  readonly point: string;
  readonly star: string;
  readonly hash: string;
}

export interface SlavicGrammar {
  cardinal(value: number, gender?: Gender, grammaticalCase?: GrammaticalCase): string;
  ordinal(value: number, form: OrdinalForm): string;
  counted(count: number, noun: CountedNoun, grammaticalCase?: GrammaticalCase): string;
}

/** `counted('feminine', 'гривня|гривні|гривень', 'гривні|гривень', 'гривню')`: one, few, many; genitive; accusative of one. */
export function countedNoun(
  gender: Gender,
  nominative: string,
  genitive: string,
  accusativeOfOne?: string,
): CountedNoun {
  const [one = '', few = '', many = ''] = nominative.split('|');
  const [ofOne = '', ofMany = ''] = genitive.split('|');
  return {
    gender,
    forms: {
      nominative: [one, few, many],
      genitive: [ofOne, ofMany, ofMany],
      accusative: [accusativeOfOne ?? one, few, many],
    },
  };
}
