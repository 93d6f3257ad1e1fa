import { randomUUID } from 'node:crypto';
import type { Database } from '../db/connect.ts';
import { lastFinishedRequest, type Score, writeComment, writeScore } from '../db/queries/feedback.ts';

export interface Feedback {
  /** The request of this number that was finished last, within a month, and that it has not spoken of yet; null when there is none. */
  lastRequest(number: string | null): Promise<number | null>;
  /** A name for what is about to be given: whatever is handed in under it belongs together. */
  newEntry(): string;
  /** Keeps a score at once; of the same entry the last one counts. */
  score(score: Omit<Score, 'givenAt'>): Promise<void>;
  /** Keeps what was said besides. `file`: below the folder of recordings, without ending. */
  comment(entry: string, message: { file: string; durationMs: number }): Promise<void>;
}

/** Who speaks of work that is longer ago speaks of the company. */
const freshDays = 30;

export function createFeedback({ db }: { db: Database }): Feedback {
  return {
    async lastRequest(number) {
      if (number === null) return null;
      return lastFinishedRequest(db, number, new Date(Date.now() - freshDays * 86_400_000));
    },
    newEntry: randomUUID,
    score: (score) => writeScore(db, { ...score, givenAt: new Date() }),
    comment: (entry, message) => writeComment(db, entry, message),
  };
}
