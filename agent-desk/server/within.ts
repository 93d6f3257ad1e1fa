import { HolosError } from '../../errors.ts';
import { timeLimit } from '../../time-limit.ts';

/** Waits for the work, but no longer than `limitMs`. @throws HolosError `desk.too-late`, and what the work throws */
export async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let stopLimit = () => {};
  const late = new Promise<never>((_, reject) => {
    stopLimit = timeLimit(limitMs, () =>
      reject(new HolosError('desk.too-late', `Not done within ${limitMs} ms.`)),
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    stopLimit();
  }
}
