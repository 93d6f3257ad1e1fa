import { setTimeout as pause } from 'node:timers/promises';
import type { Knex } from 'knex';
import { codeOf } from '../../errors.ts';
import { startOf } from './first-sound.ts';
import { CallFailed, type Phones } from './phones.ts';
import { type BenchSystem, dialled } from './system.ts';

/** So long a key comes after the first sound, and the end after the next prompt. */
const listenMs = 1_500;
const endMs = 500;
const writtenLimitMs = 5_000;

/** Rates that are tried, in calls a second: each a fifth above the one before. */
export const ladder = [8, 10, 12, 15, 18, 22, 26, 32, 38, 46, 55, 66, 80, 95, 115, 138, 165, 200] as const;

/** What came of calling at one rate for a while. */
export interface Window {
  readonly rate: number;
  readonly calls: number;
  /** What went wrong, in words, with how often; empty when nothing did. */
  readonly failures: Readonly<Record<string, number>>;
}

export interface Search {
  /** The highest rate at which nothing failed; 0 when there was none. */
  readonly best: number;
  readonly windows: readonly Window[];
}

/** Goes up from a rate (at most so many steps) while nothing fails, or down until nothing does. A rate that fails gets a second try: once may be noise. */
export async function highestCleanRate(
  tryRate: (rate: number) => Promise<Window>,
  startRate: number,
  mostSteps: number = ladder.length,
): Promise<Search> {
  const windows: Window[] = [];
  const isClean = async (rate: number) => {
    for (let tries = 0; tries < 2; tries++) {
      const window = await tryRate(rate);
      windows.push(window);
      if (Object.keys(window.failures).length === 0) return true;
    }
    return false;
  };
  let at = ladder.findIndex((rate) => rate >= startRate);
  if (await isClean(ladder[at] as number)) {
    const last = Math.min(ladder.length - 1, at + mostSteps);
    while (at < last && (await isClean(ladder[at + 1] as number))) at++;
    return { best: ladder[at] as number, windows };
  }
  while (--at >= 0) if (await isClean(ladder[at] as number)) return { best: ladder[at] as number, windows };
  return { best: 0, windows };
}

/** Calls at one rate for so long. Of Holos it is also asked whether each call was identified, logged and recorded. */
export async function callAtRate(
  phones: Phones,
  system: BenchSystem,
  whom: 'holos' | 'plain',
  rate: number,
  forMs: number,
): Promise<Window> {
  const count = Math.round((rate * forMs) / 1000);
  const failures: Record<string, number> = {};
  const fail = (what: string, times = 1) => {
    failures[what] = (failures[what] ?? 0) + times;
  };
  const since = new Date();
  const began = performance.now();
  const calls: Promise<void>[] = [];
  for (let index = 0; index < count; index++) {
    const waitMs = began + (index * 1000) / rate - performance.now();
    if (waitMs > 1) await pause(waitMs);
    calls.push(
      oneCall(phones, system, whom, index).catch((error: unknown) =>
        fail(error instanceof CallFailed ? error.message : codeOf(error)),
      ),
    );
  }
  await Promise.all(calls);
  if (whom === 'holos')
    for (const [what, times] of await whatIsMissing(system, since, count)) fail(what, times);
  return { rate, calls: count, failures };
}

/** The call of a resident: hears the greeting, presses a key in it, hears the notice, hangs up. */
async function oneCall(
  phones: Phones,
  system: BenchSystem,
  whom: 'holos' | 'plain',
  index: number,
): Promise<void> {
  const number = system.numbers[index % system.numbers.length] as string;
  const call = await phones.call(dialled[whom], number);
  try {
    await call.hearsVoice();
    await pause(listenMs);
    const { pressedAtMs } = await call.rtp.press('7');
    await call.hears(startOf(system.prompts.notice), { afterMs: pressedAtMs, missing: 'no next prompt' });
    await pause(endMs);
  } finally {
    await call.hangsUp();
  }
}

/** What the database lacks of these calls, once it has had a moment to take all in. */
async function whatIsMissing(
  { db }: BenchSystem,
  since: Date,
  calls: number,
): Promise<[what: string, times: number][]> {
  const count = async (rows: Knex.QueryBuilder) =>
    Number((await rows.count({ count: '*' }).first())?.count ?? 0);
  const these = () => db('calls').where('arrived_at', '>=', since);
  const recordings = () => db('recordings').where('started_at', '>=', since).where({ state: 'finished' });
  const giveUpAt = performance.now() + writtenLimitMs;
  for (;;) {
    const found: [what: string, times: number][] = [
      ['not identified', calls - (await count(these().whereNotNull('resident_id')))],
      ['end not in the log', calls - (await count(these().whereNotNull('ended_at')))],
      ['not recorded', calls - (await count(recordings().where('duration_ms', '>=', listenMs)))],
    ];
    const missing = found.filter(([, times]) => times > 0);
    if (missing.length === 0 || performance.now() > giveUpAt) return missing;
    await pause(100);
  }
}
