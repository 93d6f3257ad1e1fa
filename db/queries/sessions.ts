import type { Database } from '../connect.ts';

/** Ends every session of an operator, or all but the one with this id. @returns how many there were */
export async function revokeSessions(
  db: Database,
  operatorId: number,
  { but = '' }: { but?: string } = {},
): Promise<number> {
  const his = db('sessions').whereRaw("JSON_VALUE(sess, '$.operatorId') = ?", [operatorId]);
  return his.whereNot({ sid: but }).delete();
}
