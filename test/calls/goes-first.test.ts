import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { toGoFirst } from '../../telephony/asterisk/go-first.ts';
import { ownAsterisk } from './own-asterisk.ts';

/** SCHED_OTHER and SCHED_RR of sched(7). */
const ordinary = 0;
const inTurnAheadOfOrdinary = 2;

/** Of a thread, the 41st field of /proc/pid/task/tid/stat (proc(5)); the second, in brackets, may have spaces. */
async function policyOf(pid: number, thread: string): Promise<number> {
  const stat = await readFile(path.join('/proc', String(pid), 'task', thread, 'stat'), 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[41 - 3]);
}

test('every thread of Asterisk goes before ordinary work where the system permits it, and it starts where not', async () => {
  const asterisk = await ownAsterisk(20_000 + (process.pid % 300) * 100);
  try {
    const pid = await asterisk.start();
    const threads = await readdir(path.join('/proc', String(pid), 'task'));
    const policies = await Promise.all(threads.map((thread) => policyOf(pid, thread)));
    const permitted = (await toGoFirst()).before.length > 0;
    expect(threads.length).toBeGreaterThan(10);
    expect(new Set(policies)).toEqual(new Set([permitted ? inTurnAheadOfOrdinary : ordinary]));
  } finally {
    await asterisk.remove();
  }
});
