import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Of the real-time priorities (1 to 99) the lowest: ordinary work has none. */
const [chrt, ...words] = ['chrt', '--rr', '1'] as const;
const limitMs = 2_000;

/**
 * How Asterisk is started so that its threads go before all ordinary work of the machine, one after the other (SCHED_RR, sched(7)): words
 * before its command, and an argument. As root Asterisk sets its own priority, back to ordinary unless told `-p`; as another user it
 * keeps what it was started with.
 */
export const goingFirst = { before: [chrt, ...words], arguments: ['-p'] } as const;

/** Whether the system permits that: it takes root, or a limit of real-time priority (RLIMIT_RTPRIO) of at least 1, and `chrt`. */
export async function mayGoFirst(): Promise<boolean> {
  try {
    await promisify(execFile)(chrt, [...words, 'true'], { timeout: limitMs });
    return true;
  } catch {
    // A refusal is an answer, too; why does not matter to who asks.
    return false;
  }
}
