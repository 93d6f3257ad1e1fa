import { randomUUID } from 'node:crypto';
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
  /** A name for what is about to be given: whatever is handed in under it belongs together. */
  newEntry(): string;
  /** Keeps a score at once; of the same entry the last one counts. @throws HolosError `keeping.failed` */
  score(score: Omit<Score, 'givenAt'>): Promise<void>;
  /** Keeps what was said besides. `file`: below the folder of recordings, without ending. @throws HolosError `keeping.failed` */
  comment(entry: string, message: { file: string; durationMs: number }): Promise<void>;
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
    async write({ entry, ...comment }) {
      // The score was given first, and stands before it in the journal.
      if (!(await writeComment(db, entry, comment))) throw new Error('the score is not written yet');
    },
  });
  return {
    newEntry: randomUUID,
    async lastRequest(number) {
      if (number === null) return null;
      return lookedUp(lastFinishedRequest(db, number, new Date(Date.now() - freshDays * 86_400_000)));
    },
    async score(score) {
      await keepScore({ ...score, givenAt: new Date() });
    },
    async comment(entry, { file, durationMs }) {
      await keepComment({ entry, file, durationMs });
    },
  };
}

const scoreFields = {
  callId: z.string(),
  number: z.string().nullable(),
  hotline: z.string(),
  requestId: z.number().nullable(),
  score: z.number(),
  givenAt: z.coerce.date(),
};
const commentFields = { file: z.string(), durationMs: z.number() };

/** In an earlier journal a call gave feedback once, and stands for the entry, as it does in the rows of that time. */
const scoreSchema: z.ZodType<Score> = z.union([
  z.strictObject({ entry: z.string(), ...scoreFields }),
  z.strictObject(scoreFields).transform((one) => ({ entry: one.callId, ...one })),
]);

const commentSchema: z.ZodType<{ entry: string; file: string; durationMs: number }> = z.union([
  z.strictObject({ entry: z.string(), ...commentFields }),
  z
    .strictObject({ callId: z.string(), ...commentFields })
    .transform(({ callId, ...one }) => ({ entry: callId, ...one })),
]);
