import type { Knex } from 'knex';
import { type Database, insertOrMerge } from '../connect.ts';

/**
 * A resident was promised a call back, or has waited in vain. One promise a call and reason, however often it is made, but each message
 * is one of its own: nothing that was said is lost. Of those to people who could not be answered there is one a number, however often they call.
 */
export interface CallbackRow {
  id: number;
  /** The call that it goes with; null where none did: the dialplan alone has promised it. */
  callId: string | null;
  number: string;
  hotline: string;
  /**
   * Why: `no-operator`, `no-controller`, `closed` (outside the hours): could not be answered; `abandoned`: has waited in vain,
   * and nobody has promised him anything; `message`: has left one;
   * `feedback`: was not content; `mended`: wanted to hear when a breakdown is mended.
   */
  why: string;
  promisedAt: Date;
  doneAt: Date | null;
  /** What the caller said: a WAV below the recordings' folder, without ending; null where nothing was said. */
  messageFile: string | null;
  messageMs: number | null;
}

/** Stands in a call's place where the dialplan alone has promised it. */
export const fallbackKey = (node: string, at: Date, number: string) =>
  `${node}-fallback-${at.getTime()}-${number}`;

/** Stands in a call's place where news are promised: in one call he may have joined several breakdowns. */
export const newsKey = (subscriberId: number) => `mended-${subscriberId}`;

/** The call itself, where something else stands in its place: the call in which he has joined the breakdown. */
const callOfKey = `CASE
  WHEN callbacks.call_id LIKE 'mended-%' THEN (
    SELECT joined.call_id FROM incident_subscribers AS joined
    WHERE joined.id = CAST(SUBSTRING(callbacks.call_id, LENGTH('mended-') + 1) AS UNSIGNED))
  WHEN callbacks.call_id LIKE '%-fallback-%' THEN NULL
  ELSE callbacks.call_id END`;

const columns = (db: Database) => ({
  id: 'id',
  callId: db.raw(callOfKey),
  number: 'number',
  hotline: 'hotline',
  why: 'why',
  promisedAt: 'promised_at',
  doneAt: 'done_at',
  messageFile: 'message_file',
  messageMs: 'message_ms',
});

/** `callId`: the call, or the key that stands in its place. */
export type NewCallback = { callId: string } & Pick<
  CallbackRow,
  'number' | 'hotline' | 'why' | 'promisedAt'
> &
  Partial<Pick<CallbackRow, 'messageFile' | 'messageMs'>>;

/**
 * Keeps a promise. The same of the same call stays as it was made first; so does a live one to the same number, which keeps its
 * time and goes with the later call from now on. Who has only waited in vain was promised nothing: of him the latest holds.
 */
export async function promiseCallback(db: Database, callback: NewCallback): Promise<CallbackRow> {
  const row = {
    call_id: callback.callId,
    number: callback.number,
    hotline: callback.hotline,
    why: callback.why,
    promised_at: callback.promisedAt,
    message_file: callback.messageFile,
    message_ms: callback.messageMs,
  };
  await insertOrMerge(db, 'callbacks', row, {
    key: 'call_id',
    merged: { call_id: callback.callId, ...unlessPromised(db, 'promised_at', 'why') },
  });
  const promise = callback.messageFile ?? callback.why;
  const ofCall = await db('callbacks')
    .select(columns(db))
    .where({ call_id: callback.callId, promise })
    .first();
  // A call of the same number in the same moment may have taken it over.
  const live =
    ofCall ?? (await db('callbacks').select(columns(db)).where({ live_number: callback.number }).first());
  // The one that it was merged with was done in this very moment, by somebody who knew nothing of this call: it is a promise of its own.
  return live ?? promiseCallback(db, callback);
}

/** What the later call says instead, in a row of somebody who has only waited in vain; the reason, by which that is told, last. */
function unlessPromised(db: Database, ...names: string[]): Record<string, Knex.Raw> {
  const later = (name: string) => db.raw("IF(why = 'abandoned', VALUES(??), ??)", [name, name]);
  return Object.fromEntries(names.map((name) => [name, later(name)]));
}

export async function findCallback(db: Database, id: number): Promise<CallbackRow | null> {
  return (await db('callbacks').select(columns(db)).where({ id }).first()) ?? null;
}

/** Promises that are not kept yet, oldest first. */
export async function openCallbacks(db: Database): Promise<CallbackRow[]> {
  return open(db).select(columns(db));
}

/** Of the open ones those who have waited longest: of people who were promised a call, and of those who gave up waiting, at most `limit` each. */
export async function longestOpenCallbacks(db: Database, limit: number): Promise<CallbackRow[]> {
  const promised: CallbackRow[] = await open(db)
    .select(columns(db))
    .whereNot({ why: 'abandoned' })
    .limit(limit);
  const abandoned: CallbackRow[] = await open(db)
    .select(columns(db))
    .where({ why: 'abandoned' })
    .limit(limit);
  return [...promised, ...abandoned];
}

/** How many are open of each kind. */
export async function countOpenCallbacks(db: Database): Promise<{ promised: number; abandoned: number }> {
  const abandoned = db.raw("COUNT(IF(why = 'abandoned', 1, NULL)) AS abandoned");
  const [row] = await db('callbacks')
    .whereNull('done_at')
    .select<{ open: number; abandoned: number }[]>(db.raw('COUNT(*) AS open'), abandoned);
  return { promised: (row?.open ?? 0) - (row?.abandoned ?? 0), abandoned: row?.abandoned ?? 0 };
}

function open(db: Database) {
  return db('callbacks').whereNull('done_at').orderBy(['promised_at', 'id']);
}

/** Those of them that are to be called now: who has waited in vain and has called again himself is not, as long as that call goes on. */
export async function callbacksToMake(db: Database): Promise<CallbackRow[]> {
  return db('callbacks')
    .select(columns(db))
    .whereNull('done_at')
    .whereNot((calling) => {
      calling.where('why', 'abandoned').whereExists((calls) => {
        calls.from('calls').whereRaw('calls.number = callbacks.number').where('direction', 'in');
        calls.whereNull('ended_at');
      });
    })
    .orderBy('promised_at');
}

/** The promise is kept. Null when there is none of this id; the first time of doing stays. */
export async function markCallbackDone(db: Database, id: number, doneAt: Date): Promise<CallbackRow | null> {
  await db('callbacks').where({ id }).whereNull('done_at').update({ done_at: doneAt });
  return findCallback(db, id);
}
