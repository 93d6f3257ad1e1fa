import type { Database } from '../connect.ts';

export interface FeedbackRow {
  id: number;
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

export type Score = Pick<FeedbackRow, 'callId' | 'number' | 'hotline' | 'requestId' | 'score' | 'givenAt'>;

/** Keeps what was given; within a call the last one counts. */
export async function writeScore(db: Database, score: Score): Promise<void> {
  const row = {
    call_id: score.callId,
    number: score.number,
    hotline: score.hotline,
    request_id: score.requestId,
    score: score.score,
    given_at: score.givenAt,
  };
  await db('feedback').insert(row).onConflict('call_id').merge(['request_id', 'score', 'given_at']);
}

export async function writeComment(
  db: Database,
  callId: string,
  comment: { file: string; durationMs: number },
): Promise<void> {
  await db('feedback')
    .where({ call_id: callId })
    .update({ comment_file: comment.file, comment_ms: comment.durationMs });
}

export async function feedbackOfCall(db: Database, callId: string): Promise<FeedbackRow | null> {
  const row = await db('feedback')
    .select({
      id: 'id',
      callId: 'call_id',
      number: 'number',
      hotline: 'hotline',
      requestId: 'request_id',
      score: 'score',
      commentFile: 'comment_file',
      commentMs: 'comment_ms',
      givenAt: 'given_at',
    })
    .where({ call_id: callId })
    .first();
  return row ?? null;
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
