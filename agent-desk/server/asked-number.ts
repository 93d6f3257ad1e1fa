import { type NumberingPlace, normaliseNumber } from '../../housing/phone-number.ts';

/**
 * A number in a query as calls and SMS keep it: in any usual form, also with a `+` that nobody has encoded and that came as a space.
 * What is no number is asked for as it stands, and found nowhere.
 */
export function askedNumber(written: string, place: NumberingPlace): string {
  return normaliseNumber(written.replace(/^ (?=\d)/, '+'), place) ?? written;
}
