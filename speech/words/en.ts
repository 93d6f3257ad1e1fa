import { trimmed } from './decimal.ts';
import {
  LARGEST_CARDINAL,
  LARGEST_DURATION_MINUTES,
  LARGEST_ORDINAL,
  mustBeClockTime,
  mustBeDay,
  mustBeWhole,
  type NumberWords,
  type Unit,
} from './shape.ts';

const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const scales = ['thousand', 'million', 'billion'];
const months = 'January February March April May June July August September October November December'.split(
  ' ',
);
const irregularOrdinals: Record<string, string> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};

const units: Record<Unit, string> = {
  cubicMetre: 'cubic metre',
  kilowattHour: 'kilowatt-hour',
  gigacalorie: 'gigacalorie',
};

/** British English, as in "one hundred and one". Gender and case change nothing. */
export const english: NumberWords = {
  cardinal: (value) => cardinal(value),
  ordinal: (value) => ordinal(value),
  stem: (value) => `${cardinal(value)}-`,
  money(amountKopecks) {
    mustBeWhole(amountKopecks, 0, LARGEST_CARDINAL);
    const hryvnias = Math.floor(amountKopecks / 100);
    const kopecks = amountKopecks % 100;
    const parts: string[] = [];
    if (hryvnias > 0 || kopecks === 0) parts.push(counted(hryvnias, 'hryvnia'));
    if (kopecks > 0) parts.push(counted(kopecks, 'kopeck'));
    return parts.join(' and ');
  },
  quantity(amount, unit) {
    const { whole, fraction } = trimmed(amount);
    mustBeWhole(fraction.length, 0, 3);
    const digits = [...fraction].map((digit) => cardinal(Number(digit))).join(' ');
    const number = digits === '' ? cardinal(Number(whole)) : `${cardinal(Number(whole))} point ${digits}`;
    if (unit === undefined) return number;
    return `${number} ${units[unit]}${number === 'one' ? '' : 's'}`;
  },
  duration(minutes) {
    mustBeWhole(minutes, 0, LARGEST_DURATION_MINUTES);
    const parts: string[] = [];
    if (minutes >= 1440) parts.push(counted(Math.floor(minutes / 1440), 'day'));
    if (minutes % 1440 >= 60) parts.push(counted(Math.floor(minutes / 60) % 24, 'hour'));
    if (minutes % 60 > 0 || minutes === 0) parts.push(counted(minutes % 60, 'minute'));
    return parts.join(' ');
  },
  date(day, moment, withYear) {
    mustBeDay(day);
    const words = `${moment === 'at' ? 'on' : moment} the ${ordinal(day.day)} of ${months[day.month - 1]}`;
    return withYear ? `${words}, ${yearInWords(day.year)}` : words;
  },
  dayOfMonth(day, moment) {
    mustBeWhole(day, 1, 31);
    return `${moment === 'at' ? 'on' : moment} the ${ordinal(day)}`;
  },
  time(clock, moment) {
    mustBeClockTime(clock);
    const { hour, minute } = clock;
    if (minute === 0 && hour % 12 === 0) return `${moment} ${hour === 0 ? 'midnight' : 'noon'}`;
    const minutes = minute === 0 ? '' : minute < 10 ? ` oh ${cardinal(minute)}` : ` ${cardinal(minute)}`;
    return `${moment} ${cardinal(hour % 12 || 12)}${minutes} ${hour < 12 ? 'a' : 'p'} m`;
  },
  group: (digits) => [...digits].map((digit) => cardinal(Number(digit))).join(', '),
  point: 'point',
  star: 'star',
  hash: 'hash',
};

function cardinal(value: number): string {
  mustBeWhole(value, 0, LARGEST_CARDINAL);
  if (value < 1000) return belowThousand(value);
  const words: string[] = [];
  for (let power = scales.length; power > 0; power--) {
    const count = Math.floor(value / 1000 ** power) % 1000;
    if (count > 0) words.push(`${belowThousand(count)} ${scales[power - 1]}`);
  }
  const rest = value % 1000;
  if (rest > 0) words.push(rest < 100 ? `and ${belowThousand(rest)}` : belowThousand(rest));
  return words.join(' ');
}

/** "Nineteen oh five", "two thousand and six", "twenty twenty-seven". */
function yearInWords(year: number): string {
  const rest = year % 100;
  const inPairs = (year >= 1100 && year < 2000) || (year >= 2010 && year < 2100);
  if (!inPairs || rest === 0) return cardinal(year);
  return `${cardinal(Math.floor(year / 100))} ${rest < 10 ? 'oh ' : ''}${cardinal(rest)}`;
}

function belowThousand(value: number): string {
  if (value >= 100) {
    const rest = value % 100;
    return `${small[Math.floor(value / 100)]} hundred${rest > 0 ? ` and ${belowThousand(rest)}` : ''}`;
  }
  if (value < 20) return `${small[value]}`;
  const unit = value % 10;
  return `${tens[Math.floor(value / 10) - 2]}${unit > 0 ? `-${small[unit]}` : ''}`;
}

function ordinal(value: number): string {
  mustBeWhole(value, 1, LARGEST_ORDINAL);
  return cardinal(value).replace(/[a-z]+$/, (last) => {
    return irregularOrdinals[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`);
  });
}

function counted(count: number, noun: string): string {
  return `${cardinal(count)} ${noun}${count === 1 ? '' : 's'}`;
}
