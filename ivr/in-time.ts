import { HolosError } from '../errors.ts';

/** A caller is not kept waiting for a slow database: after this the call goes on with what is known. */
const lookUpMs = 800;

/** What is looked up for a caller, or `otherwise` when that fails or takes too long; `failed` is told why. */
export async function inTime<T>(
  lookUp: () => Promise<T>,
  otherwise: T,
  failed: (error: unknown) => void,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const slow = new HolosError('ivr.look-up-slow', `the database did not answer within ${lookUpMs} ms`);
    timer = setTimeout(() => reject(slow), lookUpMs);
  });
  try {
    return await Promise.race([lookUp(), late]);
  } catch (error) {
    failed(error);
    return otherwise;
  } finally {
    clearTimeout(timer);
  }
}
