/** A timer that is later than this has waited for a process that stood still, not for its turn. */
const onTimeMs = 100;
/** What has arrived meanwhile may take some turns to be read, and what follows from it some more. */
const graceMs = 500;

/**
 * A limit on something that is waited for: calls `over` when `limitMs` have passed, and what had arrived by then has been read. Every limit
 * is this one.
 *
 * A timer alone cuts off too early after the process stood still (it was stopped, or busy for seconds): timers fire before sockets are
 * read, so answers that came in time are not seen yet. A timer that comes late therefore does not count.
 * @returns how to stop it
 */
export function timeLimit(limitMs: number, over: () => void, { keepsAlive = true } = {}): () => void {
  let timer: NodeJS.Timeout | undefined;
  const wait = (ms: number) => {
    const dueMs = performance.now() + ms;
    const judge = () => (performance.now() - dueMs > onTimeMs ? wait(graceMs) : over());
    timer = setTimeout(judge, ms);
    if (!keepsAlive) timer.unref();
  };
  wait(limitMs);
  return () => clearTimeout(timer);
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
    stop();
    over.abort(reason);
  };
  const late = () => end(new DOMException('the time is over', 'TimeoutError'));
  // Whoever waits keeps the process alive; a limit that nobody waits for does not.
  const stop = timeLimit(limitMs, late, { keepsAlive: false });
  if (signal?.aborted) end(signal.reason);
  else signal?.addEventListener('abort', () => end(signal.reason), { once: true, signal: over.signal });
  return over.signal;
}
