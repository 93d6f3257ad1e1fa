import type { Names } from './data.ts';
import type { Random } from './random.ts';

const man = 0;
const woman = 1;
type Gender = typeof man | typeof woman;

/** A family: people of one flat, with one surname in its two forms. The first is the one who pays. */
export function madeUpFamily(names: Names, random: Random, size: number): string[] {
  const surname = madeUpSurname(names, random);
  const father = random.pick(names.patronymics);
  return Array.from({ length: size }, (_, i) => {
    const gender: Gender = random.chance(i === 0 ? 0.6 : 0.45) ? woman : man;
    const patronymic = i < 2 ? random.pick(names.patronymics) : father;
    const first = random.pick(gender === woman ? names.women : names.men);
    return `${surname[gender]} ${first} ${patronymic[gender]}`;
  });
}

/** For a man and for a woman. */
function madeUpSurname(names: Names, random: Random): readonly [string, string] {
  if (random.chance(0.2)) return random.pick(names.surnamePairs);
  const same = random.pick(names.surnames);
  return [same, same];
}
