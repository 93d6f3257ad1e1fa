import type { Database } from '../connect.ts';

/** Those of these sessions that are still good. */
export async function goodSessions(db: Database, ids: readonly string[]): Promise<Set<string>> {
  const good: string[] = await db('sessions')
    .whereIn('sid', ids)
    .where('expired', '>', new Date())
    .pluck('sid');
  return new Set(good);
}

/** Ends every session of an operator, or all but the one with this id. @returns how many there were */
export async function revokeSessions(
  db: Database,
  operatorId: number,
  { but = '' }: { but?: string } = {},
): Promise<number> {
  const his = db('sessions').whereRaw("JSON_VALUE(sess, '$.operatorId') = ?", [operatorId]);
  return his.whereNot({ sid: but }).delete();
}
