import { HolosError } from '../../errors.ts';

export type Gender = 'masculine' | 'feminine' | 'neuter';
export type GrammaticalCase = 'nominative' | 'genitive' | 'accusative';

export interface CalendarDay {
  readonly year: number;
  /** 1 is January. */
  readonly month: number;
  readonly day: number;
}

export interface ClockTime {
  readonly hour: number;
  readonly minute: number;
}

/**
 * What speech engines read wrongly, written in words. Numbers are whole and not negative:
 * cardinals up to 999,999,999,999, ordinals from 1 to 9,999.
 * Every function throws HolosError `speech.number` outside its range.
 */
export interface NumberWords {
  cardinal(value: number, gender?: Gender, grammaticalCase?: GrammaticalCase): string;
  ordinal(value: number, gender?: Gender): string;
  /** Hryvnias and kopecks: `12105` is "one hundred and twenty-one hryvnias and five kopecks". */
  money(amountKopecks: number): string;
  /** When, as a day: "двадцять першого травня", "on the twenty-first of May". */
  date(day: CalendarDay, withYear: boolean): string;
  /** When, on the clock: "о п’ятнадцятій годині тридцять хвилин", "at three thirty p m". */
  time(clock: ClockTime): string;
  /** The names of the keys that are not digits, as they stand after "press". */
  readonly star: string;
  readonly hash: string;
}

export const LARGEST_CARDINAL = 999_999_999_999;
export const LARGEST_ORDINAL = 9_999;

/** @throws HolosError `speech.number` unless the value is whole and within the limits, both included */
export function mustBeWhole(value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new HolosError('speech.number', `A whole number from ${least} to ${most} can be spoken`, { value });
}
