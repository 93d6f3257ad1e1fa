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
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
      settle();
    };
    const aborted = () => finish(() => reject(signal?.reason));
    const timer = limitMs === undefined ? undefined : setTimeout(() => finish(() => resolve(null)), limitMs);
    signal?.addEventListener('abort', aborted, { once: true });
    stop = start((value) => finish(() => resolve(value)));
    if (over) stop();
  });
}

/** Waits until a signal fires; it never rejects. */
export async function untilFired(signal: AbortSignal): Promise<void> {
  await waitFor<true>((done) => {
    const fired = () => done(true);
    if (signal.aborted) fired();
    signal.addEventListener('abort', fired);
    return () => signal.removeEventListener('abort', fired);
  }, {});
}

/**
 * A signal that fires after `limitMs` or with `signal`, whichever is first.
 *
 * Not `AbortSignal.any([signal, AbortSignal.timeout(limitMs)])`: in Node 20 such a signal holds its sources only weakly, the limit
 * is thrown away with the next garbage as soon as one listener has gone, and what waits for it waits for ever.
 */
export function within(limitMs: number, signal?: AbortSignal): AbortSignal {
  const over = new AbortController();
  const end = (reason: unknown) => {
    clearTimeout(timer);
    over.abort(reason);
  };
  const timer = setTimeout(() => end(new DOMException('the time is over', 'TimeoutError')), limitMs);
  // Whoever waits keeps the process alive; a limit that nobody waits for does not.
  timer.unref();
  if (signal?.aborted) end(signal.reason);
  else signal?.addEventListener('abort', () => end(signal.reason), { once: true, signal: over.signal });
  return over.signal;
}
