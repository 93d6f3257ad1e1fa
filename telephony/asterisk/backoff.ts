import { setTimeout as pause } from 'node:timers/promises';

/** The pause before the next try to connect: 100 ms at first, doubled each time, never more than 2 s. */
export function backoffMs(failures: number): number {
  return Math.min(2000, 100 * 2 ** Math.min(failures, 10));
}

/** A session that ends after this long had begun well. */
const longLifeMs = 5000;

/**
 * Runs `session` again and again until the signal fires. A session that lived for a while starts the backoff anew.
 * @param onFailure told of a failure, once while it stays the same
 */
export async function keepTrying(
  session: () => Promise<void>,
  onFailure: (error: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0;
  let told = '';
  while (!signal.aborted) {
    const began = performance.now();
    try {
      await session();
    } catch (error) {
      if (signal.aborted) return;
      if (performance.now() - began > longLifeMs) {
        failures = 0;
        told = '';
      }
      if (told !== String(error)) onFailure(error);
      told = String(error);
    }
    failures += 1;
    await pause(backoffMs(failures - 1), undefined, { signal }).catch(() => undefined);
  }
}

/**
 * Does work again and again until it succeeds or the signal fires: then null.
 * @param work told whether it was tried before
 * @param onFailure told of a failure, once while it stays the same
 */
export async function untilDone<T>(
  work: (again: boolean) => Promise<T>,
  onFailure: (error: unknown) => void,
  signal: AbortSignal,
): Promise<T | null> {
  let told = '';
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      return await work(failures > 0);
    } catch (error) {
      if (signal.aborted) return null;
      if (told !== String(error)) onFailure(error);
      told = String(error);
    }
    await pause(backoffMs(failures), undefined, { signal }).catch(() => undefined);
  }
  return null;
}
