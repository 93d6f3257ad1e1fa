import { HolosError } from '../../errors.ts';

/** Waits for the work, but no longer than `limitMs`. @throws HolosError `desk.too-late`, and what the work throws */
export async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    limit = setTimeout(
      () => reject(new HolosError('desk.too-late', `Not done within ${limitMs} ms.`)),
      limitMs,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(limit);
  }
}
