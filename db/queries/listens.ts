import type { Database } from '../connect.ts';

/** Somebody has listened to a recording, or to the message that was spoken with a request, a promise to call back or feedback. */
export interface Listen {
  at: Date;
  operatorId: number;
  /** Null: of a request that was written in no call. */
  callId: string | null;
  what: 'recording' | 'request' | 'callback' | 'feedback';
  /** The id of that. */
  whatId: number;
}

const columns = {
  at: 'at',
  operatorId: 'operator_id',
  callId: 'call_id',
  what: 'what',
  whatId: 'what_id',
};

export async function insertListens(db: Database, listens: readonly Listen[]): Promise<void> {
  const rows = listens.map(({ at, operatorId, callId, what, whatId }) => ({
    ...{ at, operator_id: operatorId, call_id: callId, what, what_id: whatId },
  }));
  await db('listens').insert(rows);
}

/** Who has listened to what there is of a call, newest first. */
export async function listensTo(db: Database, callId: string, limit = 50): Promise<Listen[]> {
  return db('listens')
    .select(columns)
    .where({ call_id: callId })
    .orderBy([
      { column: 'at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit);
}

export async function deleteListensBefore(db: Database, moment: Date): Promise<void> {
  await db('listens').where('at', '<', moment).delete();
}
