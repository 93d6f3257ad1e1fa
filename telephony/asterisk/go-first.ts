import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const limitMs = 2_000;

/**
 * How Asterisk is started so that its threads go before all ordinary work of the machine, one after the other (SCHED_RR,
 * sched(7)): words before its command, and an argument. Nothing where the system does not permit that: it takes root, or a
 * limit of real-time priority (RLIMIT_RTPRIO) of at least 1. As root Asterisk sets its own priority, back to ordinary unless
 * told `-p`; as another user it keeps what it was started with.
 */
export async function toGoFirst(): Promise<{ before: readonly string[]; arguments: readonly string[] }> {
  // Of 1 to 99 the lowest: ordinary work has none.
  const [chrt, ...words] = ['chrt', '--rr', '1'] as const;
  try {
    await promisify(execFile)(chrt, [...words, 'true'], { timeout: limitMs });
    return { before: [chrt, ...words], arguments: ['-p'] };
  } catch {
    // Not permitted, or no chrt: then Asterisk waits its turn like everybody.
    return { before: [], arguments: [] };
  }
}
