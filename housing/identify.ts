import type { Language } from '../config/company.ts';
import type { Database } from '../db/connect.ts';
import { languageOf } from '../db/queries/number-languages.ts';
import { idsByNumber } from '../db/queries/residents.ts';
import type { IdentifiedAs } from '../events.ts';

/** Who may be calling, by the number alone. It is context, not proof: nothing personal is spoken because of it. */
export interface IdentifiedCaller {
  as: IdentifiedAs;
  residentIds: number[];
  /** The language that was chosen on this number once; null when none was. */
  language: Language | null;
}

/** Looks up a number (E.164). Null, a number that was withheld, is looked up nowhere. */
export async function identifyCaller(db: Database, number: string | null): Promise<IdentifiedCaller> {
  if (number === null) return { as: 'anonymous', residentIds: [], language: null };
  const [residentIds, language] = await Promise.all([idsByNumber(db, number), languageOf(db, number)]);
  const as = residentIds.length === 0 ? 'none' : residentIds.length === 1 ? 'one' : 'several';
  return { as, residentIds, language };
}
