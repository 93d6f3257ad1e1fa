import { type Database, inTransaction } from '../connect.ts';
import { cutPage, type PageOf } from './page.ts';

export interface FeedbackRow {
  id: number;
  /** The act of giving it: it may be given more than once in a call. */
  entry: string;
  callId: string;
  number: string | null;
  hotline: string;
  /** Null: of the company as a whole. */
  requestId: number | null;
  /** 1 to 5. */
  score: number;
  /** Below the folder of recordings, without ending. */
  commentFile: string | null;
  commentMs: number | null;
  givenAt: Date;
}

/** With the request it is about, and whether its caller wanted a call back and has had it. */
export interface ListedFeedback extends FeedbackRow {
  requestNumber: string | null;
  callbackId: number | null;
  calledBackAt: Date | null;
}

const columns = {
  id: 'feedback.id',
  entry: 'feedback.entry',
  callId: 'feedback.call_id',
  number: 'feedback.number',
  hotline: 'feedback.hotline',
  requestId: 'feedback.request_id',
  score: 'feedback.score',
  commentFile: 'feedback.comment_file',
  commentMs: 'feedback.comment_ms',
  givenAt: 'feedback.given_at',
};

export type Score = Pick<
  FeedbackRow,
  'entry' | 'callId' | 'number' | 'hotline' | 'requestId' | 'score' | 'givenAt'
>;

/** Keeps what was given; the same entry is the same feedback, and the score given last counts, in whatever order they are written. */
export async function writeScore(db: Database, score: Score): Promise<void> {
  const { entry, callId, number, hotline, requestId, score: given, givenAt } = score;
  const last = { request_id: requestId, score: given, given_at: givenAt };
  await inTransaction(db, async (trx) => {
    await trx('feedback')
      .insert({ entry, call_id: callId, number, hotline, ...last })
      .onConflict('entry')
      .merge(['entry']);
    await trx('feedback').where({ entry }).where('given_at', '<=', givenAt).update(last);
  });
}

/** What was said to a score; false when there is no score of this call. */
export async function writeComment(
  db: Database,
  entry: string,
  comment: { file: string; durationMs: number },
): Promise<boolean> {
  const row = { comment_file: comment.file, comment_ms: comment.durationMs };
  return (await db('feedback').where({ entry }).update(row)) > 0;
}

/** What was given in a call, the first first. */
export async function feedbackOfCall(db: Database, callId: string): Promise<FeedbackRow[]> {
  return db('feedback').select(columns).where({ call_id: callId }).orderBy('id');
}

export async function findFeedback(db: Database, id: number): Promise<FeedbackRow | null> {
  return (await db('feedback').select(columns).where({ id }).first()) ?? null;
}

/** What was given, newest first. */
export async function listFeedback(
  db: Database,
  page: { limit: number; before?: Date },
): Promise<PageOf<ListedFeedback>> {
  const query = db('feedback')
    .leftJoin('requests', 'requests.id', 'feedback.request_id')
    .leftJoin('callbacks', (of) =>
      of.on('callbacks.call_id', 'feedback.call_id').andOnVal('callbacks.why', 'feedback'),
    )
    .select<ListedFeedback[]>({
      ...columns,
      requestNumber: 'requests.number',
      callbackId: 'callbacks.id',
      calledBackAt: 'callbacks.done_at',
    })
    .orderBy([
      { column: 'feedback.given_at', order: 'desc' },
      { column: 'feedback.id', order: 'desc' },
    ])
    .limit(page.limit + 1);
  if (page.before) query.where('feedback.given_at', '<', page.before);
  return cutPage(await query, page.limit, (row) => row.givenAt);
}

/** The request of this number that was finished last, not before `since`, and of which it has said nothing yet; null when there is none. */
export async function lastFinishedRequest(db: Database, number: string, since: Date): Promise<number | null> {
  const row: { id: number } | undefined = await db('requests')
    .join('request_events', 'request_events.request_id', 'requests.id')
    .select({ id: 'requests.id' })
    .where('requests.phone', number)
    .whereIn('requests.status', ['done', 'closed'])
    .where('request_events.kind', 'status')
    .where('request_events.at', '>=', since)
    .whereNotExists(
      db('feedback')
        .select('feedback.id')
        .whereRaw('feedback.request_id = requests.id')
        .where('feedback.number', number),
    )
    .orderBy([
      { column: 'request_events.at', order: 'desc' },
      { column: 'request_events.id', order: 'desc' },
    ])
    .first();
  return row?.id ?? null;
}
