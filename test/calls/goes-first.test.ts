import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { mayGoFirst } from '../../telephony/asterisk/go-first.ts';
import { ownAsterisk } from './own-asterisk.ts';

/** SCHED_OTHER and SCHED_RR of sched(7). */
const ordinary = 0;
const inTurnAheadOfOrdinary = 2;

/** Of a thread, the 41st field of /proc/pid/task/tid/stat (proc(5)); the second, in brackets, may have spaces. */
async function policyOf(pid: number, thread: string): Promise<number> {
  const stat = await readFile(path.join('/proc', String(pid), 'task', thread, 'stat'), 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[41 - 3]);
}

async function policiesOfThreads(environment: Record<string, string>): Promise<Set<number>> {
  const asterisk = await ownAsterisk(20_000 + (process.pid % 300) * 100, environment);
  try {
    const pid = await asterisk.start();
    const threads = await readdir(path.join('/proc', String(pid), 'task'));
    expect(threads.length).toBeGreaterThan(10);
    return new Set(await Promise.all(threads.map((thread) => policyOf(pid, thread))));
  } finally {
    await asterisk.remove();
  }
}

test('told so, every thread of Asterisk goes before ordinary work; where the system does not permit it, it starts all the same', async () => {
  const policy = (await mayGoFirst()) ? inTurnAheadOfOrdinary : ordinary;
  expect(await policiesOfThreads({ HOLOS_SOUND_FIRST: '1' })).toEqual(new Set([policy]));
});

test('not told so, it goes like everybody', async () => {
  expect(await policiesOfThreads({ HOLOS_SOUND_FIRST: '0' })).toEqual(new Set([ordinary]));
});
