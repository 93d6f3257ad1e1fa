import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { HolosError } from '../../errors.ts';

const limitMs = 2_000;

/**
 * Lets all threads of a process go before all ordinary work of the machine, in turn (SCHED_RR, sched(7)); those it begins later do as those that
 * begin them. Asterisk's own way (`-p`) does not last: unless a helper of its own is found on the path, it takes the priority back after a minute.
 * @throws HolosError `asterisk.not-first` where the system does not permit it (it takes root, or a limit of real-time priority, RLIMIT_RTPRIO, of
 *   at least 1), or has no `chrt`
 */
export async function goFirst(pid: number): Promise<void> {
  try {
    // Of 1 to 99 the lowest: ordinary work has none.
    await promisify(execFile)('chrt', ['--all-tasks', '--rr', '--pid', '1', String(pid)], {
      timeout: limitMs,
    });
  } catch (error) {
    const text = 'Asterisk goes like all other processes: this user may have no real-time priority.';
    throw new HolosError('asterisk.not-first', text, { pid }, error);
  }
}
