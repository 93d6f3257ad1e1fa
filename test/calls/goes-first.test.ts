import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { codeOf } from '../../errors.ts';
import { goFirst } from '../../telephony/asterisk/go-first.ts';
import { BeepingPhone } from './beeping-phone.ts';
import { ownAsterisk } from './own-asterisk.ts';

/** SCHED_OTHER and SCHED_RR of sched(7). */
const ordinary = 0;
const inTurnAheadOfOrdinary = 2;

/** Of a thread, the 41st field of /proc/pid/task/tid/stat (proc(5)); the second, in brackets, may have spaces. */
async function policyOf(pid: number, thread: string): Promise<number[]> {
  try {
    const stat = await readFile(path.join('/proc', String(pid), 'task', thread, 'stat'), 'utf8');
    return [Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[41 - 3])];
  } catch (error) {
    // It has ended since it was listed.
    if (codeOf(error) === 'ESRCH' || codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

const policiesOfThreads = async (pid: number) => {
  const threads = await readdir(path.join('/proc', String(pid), 'task'));
  expect(threads.length).toBeGreaterThan(10);
  return new Set((await Promise.all(threads.map((thread) => policyOf(pid, thread)))).flat());
};

test('told so, every thread of Asterisk goes before ordinary work, also those that a call begins; where it is not permitted, that is said', async () => {
  const asterisk = await ownAsterisk(20_000 + (process.pid % 300) * 100);
  try {
    const pid = await asterisk.start();
    expect(await policiesOfThreads(pid)).toEqual(new Set([ordinary]));
    const isPermitted = await goFirst(pid).then(
      () => true,
      (error) => codeOf(error) !== 'asterisk.not-first',
    );
    const { settings } = asterisk;
    const phone = await BeepingPhone.open(settings.carrier, {
      address: settings.address,
      port: settings.ports.sip,
    });
    // Nobody else is there: the dialplan answers and speaks.
    await phone.calls('750600', settings.address);
    const policy = isPermitted ? inTurnAheadOfOrdinary : ordinary;
    expect(await policiesOfThreads(pid)).toEqual(new Set([policy]));
    await phone.hangsUp();
  } finally {
    await asterisk.remove();
  }
});
