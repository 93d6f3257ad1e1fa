import type { Database } from '../connect.ts';

/** Those of these sessions that are still good. */
export async function goodSessions(db: Database, ids: readonly string[]): Promise<Set<string>> {
  const good: string[] = await db('sessions')
    .whereIn('sid', ids)
    .where('expired', '>', new Date())
    .pluck('sid');
  return new Set(good);
}

/** Ends every session of an operator. @returns how many there were */
export async function revokeSessions(db: Database, operatorId: number): Promise<number> {
  return db('sessions').whereRaw("JSON_VALUE(sess, '$.operatorId') = ?", [operatorId]).delete();
}
