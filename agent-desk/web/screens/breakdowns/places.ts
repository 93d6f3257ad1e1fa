import type { Building } from '../../state/contract.ts';

/** Streets with their houses in few words: "Незалежності 12, 14; Шевченка 3". */
export function placesText(buildings: readonly Pick<Building, 'street' | 'house'>[]): string {
  const houses = new Map<string, string[]>();
  for (const { street, house } of buildings) houses.set(street, [...(houses.get(street) ?? []), house]);
  return [...houses].map(([street, those]) => `${street} ${those.join(', ')}`).join('; ');
}
