import type { Language } from '../../config/company.ts';
import type { Database } from '../connect.ts';

/** The place in the line of somebody who is called back when his turn comes. */
export interface KeptPlaceRow {
  /** The promise that it belongs to. */
  callbackId: number;
  number: string;
  hotline: string;
  language: Language;
  queue: string;
  waitingSince: Date;
  /** How many times he was called already. */
  tries: number;
  /** Not called before. */
  notBefore: Date;
}

/** So often somebody is called who cannot be reached; then the promise is for people to keep. */
export const mostTries = 3;

const columns = {
  callbackId: 'id',
  number: 'number',
  hotline: 'hotline',
  language: 'language',
  queue: 'queue',
  waitingSince: 'waiting_since',
  tries: 'tries',
  notBefore: 'not_before',
};

/**
 * A promise keeps its place in the line; a later one of the same person keeps the earlier place. Who asks once more is there to be called now, and is
 * promised all the tries anew.
 */
export async function keepPlace(
  db: Database,
  callbackId: number,
  place: Pick<KeptPlaceRow, 'language' | 'queue' | 'waitingSince'>,
): Promise<KeptPlaceRow> {
  const { language, queue, waitingSince } = place;
  await db('callbacks')
    .where({ id: callbackId })
    .where((live) => live.whereNull('queue').orWhere('tries', '>=', mostTries))
    .update({ language, queue, waiting_since: waitingSince });
  await db('callbacks')
    .where({ id: callbackId })
    .update({ not_before: db.ref('waiting_since'), tries: 0 });
  return db('callbacks').select(columns).where({ id: callbackId }).first();
}

/** Places that are kept now, by their order of coming. */
export async function keptPlaces(db: Database): Promise<KeptPlaceRow[]> {
  return db('callbacks')
    .select(columns)
    .whereNull('done_at')
    .whereNotNull('queue')
    .where('tries', '<', mostTries)
    .orderBy('waiting_since');
}

/** He is called now, for the `tries`th time: written before it rings, so that a crash makes no try more than was promised. */
export async function writeTry(
  db: Database,
  callbackId: number,
  { tries, notBefore }: Pick<KeptPlaceRow, 'tries' | 'notBefore'>,
): Promise<void> {
  await db('callbacks').where({ id: callbackId }).update({ tries, not_before: notBefore });
}

/** He was reached: his place is kept no longer; the promise is, until somebody has talked to him. */
export async function giveUpPlace(db: Database, callbackId: number): Promise<void> {
  await db('callbacks').where({ id: callbackId }).update({ queue: null });
}

/**
 * Somebody with this number was talked to: nobody need call him back who wanted no more than that. Promises with a message,
 * and of news, stay, and so does what he was promised later than that.
 * @returns the promises that are kept by it
 */
export async function keepPromisesTo(db: Database, number: string, at: Date): Promise<number[]> {
  const ids: number[] = await db('callbacks')
    .where({ live_number: number })
    .where('promised_at', '<=', at)
    .pluck('id');
  if (ids.length > 0) await db('callbacks').whereIn('id', ids).whereNull('done_at').update({ done_at: at });
  return ids;
}
