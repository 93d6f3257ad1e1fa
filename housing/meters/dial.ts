/** A dial: so many digits before the comma, so many after it (at most 3). */
export interface Dial {
  readonly digits: number;
  readonly decimals: number;
}

export type DialFault = 'not-a-number' | 'too-many-digits' | 'too-many-decimals';

/** Thousandths are the finest any dial shows: with them values are whole numbers, and exact. */
const perUnit = 1_000;
const finest = 3;

/**
 * Reads what a person typed off a dial, `.` for the comma: `00123.45`, `123.45`, `123`. All digits of the dial without a comma
 * (`00123450` off five and three) are what many type: the comma stands where the dial has it.
 * @returns the value with three decimals (`123.450`), or why it cannot be on this dial
 */
export function readDial(typed: string, dial: Dial): { value: string } | { fault: DialFault } {
  const read = /^(\d*)(?:\.(\d*))?$/.exec(typed);
  if (!read || !/\d/.test(typed)) return { fault: 'not-a-number' };
  const [, before = '', after] = read;
  const copied = after === undefined && dial.decimals > 0 && before.length === dial.digits + dial.decimals;
  const whole = (copied ? before.slice(0, dial.digits) : before).replace(/^0+/, '') || '0';
  const fraction = (copied ? before.slice(dial.digits) : (after ?? '')).replace(/0+$/, '');
  if (whole.length > dial.digits) return { fault: 'too-many-digits' };
  if (fraction.length > dial.decimals) return { fault: 'too-many-decimals' };
  return { value: `${whole}.${fraction.padEnd(finest, '0')}` };
}

/** `123.450` as 123450. */
export function thousandths(value: string): number {
  return Math.round(Number(value) * perUnit);
}

/** The first value, in thousandths, that the dial cannot show: there it begins again at zero. */
export function fullTurn(dial: Dial): number {
  return 10 ** dial.digits * perUnit;
}

/** As it is spoken and shown: `123.450` as `123.45`, `123.000` as `123`. */
export function withoutZeros(value: string): string {
  return value.includes('.') ? value.replace(/\.?0+$/, '') : value;
}
