import { setTimeout as pause } from 'node:timers/promises';
import { HolosError } from '../../errors.ts';

/** Waits for the work, but no longer than `limitMs`. @throws HolosError `desk.too-late`, and what the work throws */
export async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  const late = new AbortController();
  const limit = pause(limitMs, undefined, { signal: late.signal }).then(() => {
    throw new HolosError('desk.too-late', `Not done within ${limitMs} ms.`);
  });
  // Aborted when the work was in time: then nobody waits for the limit any more.
  limit.catch(() => undefined);
  try {
    return await Promise.race([work, limit]);
  } finally {
    late.abort();
  }
}
