import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../../log.ts';

const usualRetryMs = 1_000;

/**
 * Writes what has happened, again and again until the database takes it: a call that was made cannot be made undone, and one that is
 * not written would be made again. Doing it twice must be the same as doing it once.
 * @throws the database's error when the signal has fired: then the next controller finds out what became of it
 */
export async function written<T>(
  write: () => Promise<T>,
  log: Logger,
  signal: AbortSignal,
  retryMs = usualRetryMs,
): Promise<T> {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (signal.aborted) throw error;
      log.error({ err: error }, 'an attempt is not written yet');
    }
    // When the signal ends the pause, it is tried once more.
    await pause(retryMs, undefined, { signal }).catch(() => undefined);
  }
}
