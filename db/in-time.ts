import { HolosError } from '../errors.ts';
import { timeLimit } from '../time-limit.ts';

/** Nobody is kept waiting on the line for a slow database. */
export const usualLimitMs = 2_000;

/**
 * What the database answers, or after `limitMs` the fault that it does not: a server that is frozen answers nothing at all, for as
 * long as it is. The work itself goes on and may still come to its end.
 * @throws HolosError `db.away`
 */
export async function inTime<T>(work: Promise<T>, limitMs = usualLimitMs): Promise<T> {
  let stopLimit = () => {};
  const late = new Promise<never>((_, reject) => {
    stopLimit = timeLimit(limitMs, () =>
      reject(new HolosError('db.away', `the database did not answer within ${limitMs} ms`)),
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    stopLimit();
  }
}

/**
 * What is looked up while somebody waits on the line. Whatever the database has to say against it, it is away for him; what is wrong
 * with what was asked keeps its own code.
 * @throws HolosError `db.away`, and those of the work
 */
export async function lookedUp<T>(work: Promise<T>): Promise<T> {
  try {
    return await inTime(work);
  } catch (error) {
    if (error instanceof HolosError) throw error;
    throw new HolosError('db.away', 'the database does not answer', {}, error);
  }
}
