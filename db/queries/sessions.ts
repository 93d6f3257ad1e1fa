import type { Database } from '../connect.ts';

/** Ends every session of an operator. @returns how many there were */
export async function revokeSessions(db: Database, operatorId: number): Promise<number> {
  return db('sessions').whereRaw("JSON_VALUE(sess, '$.operatorId') = ?", [operatorId]).delete();
}
