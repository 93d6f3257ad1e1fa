import type { Database } from '../connect.ts';

/** A resident was promised a call back. One promise a call, however often it is made. */
export interface CallbackRow {
  id: number;
  callId: string;
  number: string;
  hotline: string;
  /** Why: `no-operator`, `no-controller` … */
  why: string;
  promisedAt: Date;
  doneAt: Date | null;
}

const columns = {
  id: 'id',
  callId: 'call_id',
  number: 'number',
  hotline: 'hotline',
  why: 'why',
  promisedAt: 'promised_at',
  doneAt: 'done_at',
};

/** Keeps a promise; that of the same call stays as it was made first. */
export async function promiseCallback(
  db: Database,
  callback: Pick<CallbackRow, 'callId' | 'number' | 'hotline' | 'why' | 'promisedAt'>,
): Promise<CallbackRow> {
  const row = {
    call_id: callback.callId,
    number: callback.number,
    hotline: callback.hotline,
    why: callback.why,
    promised_at: callback.promisedAt,
  };
  await db('callbacks').insert(row).onConflict('call_id').merge(['call_id']);
  return db('callbacks').select(columns).where({ call_id: callback.callId }).first();
}

export async function findCallback(db: Database, id: number): Promise<CallbackRow | null> {
  return (await db('callbacks').select(columns).where({ id }).first()) ?? null;
}

/** Promises that are not kept yet, oldest first. */
export async function openCallbacks(db: Database): Promise<CallbackRow[]> {
  return db('callbacks').select(columns).whereNull('done_at').orderBy('promised_at');
}

/** The promise is kept. Null when there is none of this id; the first time of doing stays. */
export async function markCallbackDone(db: Database, id: number, doneAt: Date): Promise<CallbackRow | null> {
  await db('callbacks').where({ id }).whereNull('done_at').update({ done_at: doneAt });
  return findCallback(db, id);
}
