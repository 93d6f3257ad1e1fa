import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { codeOf } from '../../errors.ts';
import { Journal } from '../../housing/keeping/journal.ts';
import { createLog } from '../../log.ts';
import { recordingsRoot } from '../../recordings/folder.ts';
import { startWorld, type World } from '../town/world.ts';

const run = promisify(execFile);
const diskMb = 4;

/** A disk for recordings that is really full: calls are taken, and whoever watches over the machine is told. */
let world: World;
let root: string;
let fault: unknown;
let disks = 0;
beforeAll(async () => {
  world = await startWorld({ seed: 'none' });
  root = recordingsRoot(world.settings);
  fault = await mounted('rw').then(
    () => undefined,
    (error: unknown) => error,
  );
});
afterAll(async () => {
  while (disks > 0) await unmounted();
  await world.stop();
});

// A test that is tried once more finds the disk as it was.
beforeEach(async () => {
  if (fault) return;
  while (disks > 1) await unmounted();
  await rm(filler(), { force: true });
});

/** A disk that lies over what was there: one cannot become read-only while Asterisk still has a file open on it. */
async function mounted(how: 'rw' | 'ro'): Promise<void> {
  await run('mount', ['-t', 'tmpfs', '-o', `size=${diskMb}m,${how}`, 'holos-test', root]);
  disks++;
}

/** What is still open there goes with it. */
async function unmounted(): Promise<void> {
  await run('umount', ['--lazy', root]);
  disks--;
}

interface Ready {
  ready: boolean;
  missing: string[];
  faults: string[];
}

async function ready(): Promise<Ready & { status: number }> {
  const answer = await fetch(`${world.desk}/ready`);
  return { status: answer.status, ...((await answer.json()) as Ready) };
}

async function figure(name: string): Promise<number> {
  const text = await (await fetch(`${world.desk}/metrics`)).text();
  return Number(new RegExp(`^holos_recordings_${name} (\\S+)$`, 'm').exec(text)?.[1]);
}

const filler = () => path.join(root, 'filler');
/** Leaves no byte free. */
async function fill(): Promise<void> {
  const filling = writeFile(filler(), Buffer.alloc((diskMb + 1) * 1024 * 1024));
  await expect(filling).rejects.toMatchObject({ code: 'ENOSPC' });
}

test('with a full disk the call is answered, the fault is told, and recording goes on when there is room', async (context) => {
  context.skip(fault !== undefined, `this machine permits no disk of our own (${codeOf(fault)})`);
  const little = `there is little room for recordings: ${diskMb} MB under ${root}`;
  await expect.poll(ready, { timeout: 5_000 }).toMatchObject({ status: 200, faults: [little] });
  expect(await figure('writable')).toBe(1);
  const failuresBefore = await figure('failures_total');

  await fill();
  const full = `recordings cannot be written to ${root}: the disk is full`;
  await expect
    .poll(ready, { timeout: 5_000 })
    .toEqual({ status: 200, ready: true, missing: [], faults: [full] });
  expect(await figure('writable')).toBe(0);

  const call = await world.town.resident('+380671114001').calls('750600');
  await call.hears('greeting.750-600');
  await expect.poll(() => figure('broken'), { timeout: 15_000 }).toBe(1);
  expect((await ready()).faults).toEqual([full, 'calls that are not being recorded now: 1']);
  expect(await figure('failures_total')).toBeGreaterThan(failuresBefore);
  expect(await call.isOverWithin(1)).toBe(false);

  await rm(filler());
  // The next try comes within 15 s, and Asterisk writes 4 s of sound at once.
  await expect.poll(() => figure('broken'), { timeout: 40_000 }).toBe(0);
  await expect.poll(ready, { timeout: 5_000 }).toMatchObject({ status: 200 });
  expect(await figure('writable')).toBe(1);
  expect(await figure('running')).toBe(1);
  await call.hangsUp();
  await expect.poll(() => figure('running'), { timeout: 5_000 }).toBe(0);

  await mounted('ro');
  const readOnly = `recordings cannot be written to ${root}: it is read-only`;
  await expect.poll(ready, { timeout: 5_000 }).toMatchObject({ status: 200, faults: [readOnly] });
}, 90_000);

test('a promise for which there is no room is told, and spoils none that comes when there is', async (context) => {
  context.skip(fault !== undefined, `this machine permits no disk of our own (${codeOf(fault)})`);
  await mounted('rw');
  const file = path.join(root, 'promised.journal');
  // Half of the next line still fits into the block that the file has.
  const long = 'x'.repeat(4_000);
  const journal = () =>
    Journal.open<string>({
      file,
      read: (line) => (typeof line === 'string' ? line : null),
      write: async () => expect.unreachable('the database is away'),
      log: createLog('silent'),
      retryMs: 600_000,
    });
  const kept = await journal();
  await kept.append(long);
  await fill();
  await expect(kept.append('y'.repeat(4_000))).rejects.toMatchObject({ code: 'ENOSPC' });
  await rm(filler());
  await kept.append('z');
  await kept.close();
  const next = await journal();
  expect(next.waiting).toEqual([long, 'z']);
  await next.close();
});
