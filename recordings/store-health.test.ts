import { mkdtemp, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { recordingsRoot } from './folder.ts';
import { recordingHealth } from './store-health.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'store-health-'));
});
afterEach(() => rm(home, { recursive: true }));

function health(broken = 0) {
  const figures = () => ({ recording: 5, broken, failures: 0 });
  return recordingHealth({ settings: { home }, capture: { figures }, log: createLog('silent') });
}

test('a place that can be written is told with its room, and nothing is left there', async () => {
  const { freeBytes } = await health().store();
  const { bavail, bsize } = await statfs(home);
  expect(Math.abs((freeBytes ?? 0) - bavail * bsize)).toBeLessThan(200 * 1024 * 1024);
  expect(await readdir(recordingsRoot({ home }))).toEqual([]);
});

test('a place that cannot be written is told, and so are calls that are not being recorded', async () => {
  await writeFile(recordingsRoot({ home }), 'a file where the folder should be');
  expect(await health(2).faults()).toEqual([
    `recordings cannot be written to ${recordingsRoot({ home })}: EEXIST`,
    'calls that are not being recorded now: 2',
  ]);
});

test('many who ask at once cost one look', async () => {
  const watched = health();
  const [first, second] = [watched.store(), watched.store()];
  expect(second).toBe(first);
  await first;
});
