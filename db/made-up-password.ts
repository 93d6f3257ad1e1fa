import { randomInt } from 'node:crypto';

/** Without letters and digits that look alike, so that it can be read out and typed. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password of 59 bits, in three groups. */
export function madeUpPassword(): string {
  const group = () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return [group(), group(), group()].join('-');
}
