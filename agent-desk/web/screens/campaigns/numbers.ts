import { longestNumber } from '../../state/contract.ts';

/**
 * Numbers out of pasted text: one a line, or apart by commas and semicolons. What they are worth the server says; of a whole letter that
 * stands among them the beginning is enough to know it again.
 */
export function numbersIn(text: string): string[] {
  return text
    .split(/[\n,;]+/)
    .map((one) => one.trim().slice(0, longestNumber))
    .filter((one) => one !== '');
}
