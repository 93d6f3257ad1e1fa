import { z } from 'zod';
import type { Database } from '../db/connect.ts';
import { lookedUp } from '../db/in-time.ts';
import { lastFinishedRequest, type Score, writeComment, writeScore } from '../db/queries/feedback.ts';
import type { Keeper } from './keeping/keeper.ts';

export interface Feedback {
  /**
   * The request of this number that was finished last, within a month, and that it has not spoken of yet; null when there is none.
   * @throws HolosError `db.away`
   */
  lastRequest(number: string | null): Promise<number | null>;
  /** Keeps a score at once; within a call the last one counts. @throws HolosError `keeping.failed` */
  score(score: Omit<Score, 'givenAt'>): Promise<void>;
  /** Keeps what was said besides. `file`: below the folder of recordings, without ending. @throws HolosError `keeping.failed` */
  comment(callId: string, message: { file: string; durationMs: number }): Promise<void>;
}

/** Who speaks of work that is longer ago speaks of the company. */
const freshDays = 30;

export function createFeedback({ db, keeper }: { db: Database; keeper: Keeper }): Feedback {
  const keepScore = keeper.keeps({
    kind: 'score',
    schema: scoreSchema,
    write: (score) => writeScore(db, score),
  });
  const keepComment = keeper.keeps({
    kind: 'comment',
    schema: commentSchema,
    async write({ callId, ...comment }) {
      // The score was given first, and stands before it in the journal.
      if (!(await writeComment(db, callId, comment))) throw new Error('the score is not written yet');
    },
  });
  return {
    async lastRequest(number) {
      if (number === null) return null;
      return lookedUp(lastFinishedRequest(db, number, new Date(Date.now() - freshDays * 86_400_000)));
    },
    async score(score) {
      await keepScore({ ...score, givenAt: new Date() });
    },
    async comment(callId, { file, durationMs }) {
      await keepComment({ callId, file, durationMs });
    },
  };
}

const scoreSchema: z.ZodType<Score> = z.strictObject({
  callId: z.string(),
  number: z.string().nullable(),
  hotline: z.string(),
  requestId: z.number().nullable(),
  score: z.number(),
  givenAt: z.coerce.date(),
});

const commentSchema = z.strictObject({ callId: z.string(), file: z.string(), durationMs: z.number() });
