import { setImmediate as turn } from 'node:timers/promises';
import { vi } from 'vitest';

/**
 * What Holos waits with stands still until `passMs`; promises are the machine's own. `looksAround`: what is done again and again keeps
 * this time, too. Where nothing comes of it, as where no phone is lost, a day is over in a tenth of the time without.
 */
export function stopTheClock({ looksAround = true } = {}): void {
  const again = ['setInterval', 'clearInterval'] as const;
  vi.useFakeTimers({
    now: Date.parse('2026-11-26T08:00:00Z'),
    toFake: ['setTimeout', 'clearTimeout', ...(looksAround ? again : []), 'Date', 'performance'],
  });
}

/** Lets everything happen that happens without time. */
export async function settle(): Promise<void> {
  await turn();
}

/** Time passes, timer by timer, and what each of them brings about has happened before the next one. */
export async function passMs(ms: number): Promise<void> {
  let over = false;
  setTimeout(() => {
    over = true;
  }, ms);
  await turn();
  while (!over) {
    vi.advanceTimersToNextTimer();
    await turn();
  }
}
