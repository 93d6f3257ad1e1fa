import type { Random } from './random.ts';

export interface SeedBuilding {
  id: number;
  street: string;
  house: string;
  centre: string;
  entrances: number;
  floors: number;
}

/** Flats on one floor of one entrance. */
export const flatsOnFloor = 4;

/** Kinds of houses as the city has them: how often, how high, how many entrances. */
const kinds = [
  { share: 0.52, floors: [2, 3], entrances: [1, 1] },
  { share: 0.34, floors: [5, 5], entrances: [2, 4] },
  { share: 0.14, floors: [9, 9], entrances: [1, 4] },
] as const;

/** `count` buildings spread over all streets, each address once. */
export function madeUpBuildings(
  streets: Record<string, string[]>,
  count: number,
  random: Random,
): SeedBuilding[] {
  const all = Object.entries(streets).flatMap(([centre, names]) =>
    names.map((street) => ({ centre, street })),
  );
  const lastHouse = new Map<string, number>();
  return Array.from({ length: count }, (_, i) => {
    const { centre, street } = all[i % all.length] as (typeof all)[number];
    const house = (lastHouse.get(street) ?? 0) + random.between(1, 5);
    lastHouse.set(street, house);
    const letter = random.chance(0.12) ? random.pick(['а', 'б', 'в']) : '';
    const kind = kindFor(random);
    return {
      id: i + 1,
      street,
      house: `${house}${letter}`,
      centre,
      entrances: random.between(kind.entrances[0], kind.entrances[1]),
      floors: random.between(kind.floors[0], kind.floors[1]),
    };
  });
}

function kindFor(random: Random): (typeof kinds)[number] {
  const [small, middle, high] = kinds;
  if (random.chance(small.share)) return small;
  return random.chance(middle.share / (middle.share + high.share)) ? middle : high;
}
