import type { Building } from '../../state/contract.ts';

/** Which of the buildings found by these words was meant: the only one, or the only one whose house is among them ("12", and not 12а). */
export function meantBy(words: string, found: readonly Building[]): Building | null {
  const typed = words.toLocaleLowerCase().split(/[\s,]+/);
  const whole = found.filter(({ house }) => typed.includes(house.toLocaleLowerCase()));
  for (const few of [found, whole]) if (few.length === 1) return few[0] ?? null;
  return null;
}
