import type { Database } from '../connect.ts';

export interface BuildingRow {
  id: number;
  street: string;
  house: string;
  centre: string;
}

/** Buildings whose address has all these words, the house as it begins: "незал 12" finds Незалежності 12 and 12а. */
export async function findBuildings(db: Database, search: string, limit = 20): Promise<BuildingRow[]> {
  const query = db('buildings').select<BuildingRow[]>(['id', 'street', 'house', 'centre']);
  for (const word of search.split(/[\s,]+/).filter((one) => one !== '')) {
    const escaped = word.replaceAll(/[\\%_]/g, '\\$&');
    query.where((either) =>
      either.where('street', 'like', `%${escaped}%`).orWhere('house', 'like', `${escaped}%`),
    );
  }
  return query.orderBy('street').orderByRaw('CAST(house AS UNSIGNED)').orderBy('house').limit(limit);
}
