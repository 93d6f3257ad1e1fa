import { inTime as answeredInTime } from '../db/in-time.ts';

/** A caller is not kept waiting for what the call can do without: after this it goes on with what is known. */
const lookUpMs = 800;

/** What is looked up for a caller, or `otherwise` when that fails or takes too long; `failed` is told why. */
export async function inTime<T>(
  lookUp: () => Promise<T>,
  otherwise: T,
  failed: (error: unknown) => void,
): Promise<T> {
  try {
    return await answeredInTime(lookUp(), lookUpMs);
  } catch (error) {
    failed(error);
    return otherwise;
  }
}
