import { HolosError } from '../../errors.ts';
import type { NumberWords } from './shape.ts';

/**
 * A phone or request number, digit by digit, in groups as people write them down: a comma between digits, a full
 * stop between groups, so that every engine makes a short pause and a longer one.
 * Spaces and hyphens that are already in the number set the groups; other signs are left out.
 * @throws HolosError `speech.number` when there is no digit in it
 */
export function digitsInWords(number: string, words: NumberWords): string {
  const groups = digitsOf(number);
  const spoken = (groups.length === 1 ? groups.flatMap(groupsOf) : groups).map((group) =>
    [...group].map((digit) => words.cardinal(Number(digit))).join(', '),
  );
  return pausesBetween(spoken);
}

/**
 * The digits of a number, in the groups that spaces, hyphens and brackets make of them.
 * @throws HolosError `speech.number` when there is none
 */
export function digitsOf(number: string): string[] {
  const groups = number
    .split(/[\s()-]+/)
    .map((group) => group.replace(/\D/g, ''))
    .filter((group) => group !== '');
  if (groups.length > 0) return groups;
  throw new HolosError('speech.number', 'Only a number with digits in it can be spoken digit by digit');
}

/** A full stop after each group: every engine makes a longer pause there than at a comma. */
export function pausesBetween(groups: readonly string[]): string {
  return groups.map((group, i) => (i === 0 ? group : capitalised(group))).join('. ');
}

/** `750600` → 750 600, `0501112233` → 050 111 22 33: pairs at the end of long numbers, else threes. */
export function groupsOf(digits: string): string[] {
  if (digits.length <= 4) return [digits];
  const groups: string[] = [];
  let rest = digits;
  while (rest.length > 0) {
    const size = digits.length >= 7 && groups.length < 2 ? 2 : 3;
    groups.unshift(rest.slice(-size));
    rest = rest.slice(0, -size);
  }
  return groups;
}

function capitalised(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
