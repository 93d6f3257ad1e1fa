import { allPids, belongsTo, signal, waitUntilGone } from './processes.ts';

/**
 * Kills whatever still runs in a home that was made for one run and is nobody else's: a test that failed half-way
 * may leave an Asterisk or a database behind. Answers with how many there were.
 */
export async function endLeftovers(home: string): Promise<number> {
  const left = allPids().filter((pid) => pid !== process.pid && belongsTo(pid, home));
  for (const pid of left) signal(pid, 'SIGKILL');
  await Promise.all(left.map((pid) => waitUntilGone(pid, home, 5_000)));
  return left.length;
}
