import { HolosError } from '../../errors.ts';

export type Gender = 'masculine' | 'feminine' | 'neuter';
/** The accusative is that of things, not of people: in the masculine it is the nominative. */
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

/** "Since" is for what began, "from" for what will be; "until" for what goes on, "by" for what will be done: only English tells them apart. */
export type Moment = 'at' | 'since' | 'from' | 'until' | 'by';

/** Whether it is an end rather than a beginning. */
export function isEnd(moment: Moment): boolean {
  return moment === 'until' || moment === 'by';
}

/** What meters measure in. */
export type Unit = 'cubicMetre' | 'kilowattHour' | 'gigacalorie';

/**
 * What speech engines read wrongly, written in words. Numbers are whole and not negative:
 * cardinals up to 999,999,999,999, ordinals from 1 to 9,999,999.
 * Every function throws HolosError `speech.number` outside its range.
 */
export interface NumberWords {
  cardinal(value: number, gender?: Gender, grammaticalCase?: GrammaticalCase): string;
  ordinal(value: number, gender?: Gender, grammaticalCase?: GrammaticalCase): string;
  /** A number as the first part of a longer word: 700 in "семисотріччя". */
  stem(value: number): string;
  /** Hryvnias and kopecks: `12105` is "one hundred and twenty-one hryvnias and five kopecks". */
  money(amountKopecks: number, grammaticalCase?: GrammaticalCase): string;
  /** How much it is, with up to three digits after the point: "дванадцять цілих п’ять десятих кубометра". */
  quantity(amount: Decimal, unit?: Unit): string;
  /** Days, hours and minutes: "одна година тридцять хвилин". */
  duration(minutes: number, grammaticalCase?: GrammaticalCase): string;
  /** When, as a day: "двадцять першого травня", "since the twenty-first of May". */
  date(day: CalendarDay, moment: Moment, withYear: boolean): string;
  /** A day of any month: "from the twentieth". */
  dayOfMonth(day: number, moment: Moment): string;
  /** When, on the clock: "о п’ятнадцятій тридцять", "until three thirty p m". */
  time(clock: ClockTime, moment: Moment): string;
  /** A few digits as people say them together: 050 is "нуль п’ятдесят"; digit by digit in English. */
  group(digits: string): string;
  /** The sign before the decimals when digits are read out: "кома". */
  readonly point: string;
  /** The names of the keys that are not digits, as they stand after "press". */
  readonly star: string;
  readonly hash: string;
}

/** A number as it is written, digit for digit. */
export interface Decimal {
  readonly whole: string;
  /** Empty when there is no point. */
  readonly fraction: string;
}

export const LARGEST_CARDINAL = 999_999_999_999;
export const LARGEST_ORDINAL = 9_999_999;
export const LARGEST_DURATION_MINUTES = 60 * 24 * 1000;

/** @throws HolosError `speech.number` unless the value is whole and within the limits, both included */
export function mustBeWhole(value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new HolosError('speech.number', `A whole number from ${least} to ${most} can be spoken`, { value });
}

/** @throws HolosError `speech.number` unless there is such a day in some year */
export function mustBeDay({ month, day }: Pick<CalendarDay, 'month' | 'day'>): void {
  mustBeWhole(month, 1, 12);
  mustBeWhole(day, 1, 31);
}

/** @throws HolosError `speech.number` unless a clock can show it */
export function mustBeClockTime({ hour, minute }: ClockTime): void {
  mustBeWhole(hour, 0, 23);
  mustBeWhole(minute, 0, 59);
}
