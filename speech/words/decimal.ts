import { HolosError } from '../../errors.ts';
import type { Decimal, NumberWords } from './shape.ts';

/** A whole part that can still be counted, and as many decimals as a meter may have. */
const written = /^(\d{1,12})(?:[.,](\d{1,6}))?$/;

/**
 * Reads "00124.350" digit for digit, with a point or a comma. A number is cut to three decimals, as meters are kept.
 * @throws HolosError `speech.number` when it is anything else
 */
export function readDecimal(value: string | number): Decimal {
  const text = typeof value === 'number' ? String(Number(value.toFixed(3))) : value.trim();
  const [, whole, fraction = ''] = written.exec(text) ?? [];
  if (whole === undefined) {
    throw new HolosError(
      'speech.number',
      'A quantity must be digits, with a point and up to six more at most',
      {
        value,
      },
    );
  }
  return { whole, fraction };
}

/** Without the zeros that say nothing: 12.500 is as much as 12.5. */
export function trimmed({ whole, fraction }: Decimal): Decimal {
  return { whole: whole.replace(/^0+(?=\d)/, ''), fraction: fraction.replace(/0+$/, '') };
}

/**
 * What the dial shows, every digit of it: "00124.350" is "нуль нуль сто двадцять чотири, кома, триста п’ятдесят".
 * Nobody says "three hundred and fifty thousandths" when reading a meter, and the listener compares with the dial.
 */
export function readingInWords({ whole, fraction }: Decimal, words: NumberWords): string {
  const said = zerosThenNumber(whole, words.cardinal);
  return fraction === '' ? said : `${said}, ${words.point}, ${words.group(fraction)}`;
}

/** 050 is "нуль п’ятдесят". */
export function zerosThenNumber(digits: string, cardinal: NumberWords['cardinal']): string {
  const zeros = /^0*/.exec(digits)?.[0].length ?? 0;
  const words = Array.from({ length: zeros }, () => cardinal(0));
  if (zeros < digits.length) words.push(cardinal(Number(digits.slice(zeros))));
  return words.join(' ');
}
