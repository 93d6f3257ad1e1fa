import { timeLimit } from '../../time-limit.ts';

/**
 * Waits for one thing with a signal and a limit, and leaves no listener behind.
 * `start` gets `done` and returns how to stop listening.
 * @returns what `done` was given, or `null` when `limitMs` is over; rejects with the signal's reason.
 */
export function waitFor<T>(
  start: (done: (value: T) => void) => () => void,
  { signal, limitMs }: { signal?: AbortSignal; limitMs?: number },
): Promise<T | null> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    let stop: (() => void) | undefined;
    let over = false;
    const finish = (settle: () => void) => {
      if (over) return;
      over = true;
      stop?.();
      stopLimit?.();
      signal?.removeEventListener('abort', aborted);
      settle();
    };
    const aborted = () => finish(() => reject(signal?.reason));
    const stopLimit =
      limitMs === undefined ? undefined : timeLimit(limitMs, () => finish(() => resolve(null)));
    signal?.addEventListener('abort', aborted, { once: true });
    stop = start((value) => finish(() => resolve(value)));
    if (over) stop();
  });
}

/** Waits until a signal fires, or `limitMs` are over; it never rejects. */
export async function untilFired(signal: AbortSignal, limitMs?: number): Promise<void> {
  await waitFor<true>(
    (done) => {
      const fired = () => done(true);
      if (signal.aborted) fired();
      signal.addEventListener('abort', fired);
      return () => signal.removeEventListener('abort', fired);
    },
    limitMs === undefined ? {} : { limitMs },
  );
}
