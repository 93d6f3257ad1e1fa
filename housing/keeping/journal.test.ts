import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '../../log.ts';
import { Journal } from './journal.ts';

let folder: string;
let file: string;
const written: string[] = [];
let away = false;
/** How many more tries find the database away. */
let inVain = Number.POSITIVE_INFINITY;
const open: Journal<string>[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'holos-journal-'));
  file = path.join(folder, 'x.journal');
  written.length = 0;
  away = true;
  inVain = Number.POSITIVE_INFINITY;
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((journal) => journal.close()));
  await rm(folder, { recursive: true, force: true });
});

async function journal(): Promise<Journal<string>> {
  const opened = await Journal.open<string>({
    file,
    read: (line) => (typeof line === 'string' ? line : null),
    async write(one) {
      if (away) {
        away = --inVain > 0;
        throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
      }
      if (one === 'never') throw new Error('never');
      written.push(one);
    },
    log: createLog('silent', true),
    retryMs: 5,
  });
  open.push(opened);
  return opened;
}

test('what is appended is written when it can be, in its order, and then the file is gone', async () => {
  const kept = await journal();
  await Promise.all(['a', 'b', 'c'].map((one) => kept.append(one)));
  expect(await readFile(file, 'utf8')).toBe('"a"\n"b"\n"c"\n');
  expect(written).toEqual([]);
  away = false;
  await expect.poll(() => written).toHaveLength(3);
  expect(written).toEqual(['a', 'b', 'c']);
  await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('what was tried in vain is still the first', async () => {
  await writeFile(file, '"a"\n"b"\n"c"\n');
  inVain = 4;
  await journal();
  await expect.poll(() => written).toHaveLength(3);
  expect(written).toEqual(['a', 'b', 'c']);
});

test('the next process writes what was left, also what was cut off in the middle of being shortened', async () => {
  const first = await journal();
  await first.append('a');
  await first.append('b');
  await first.close();
  expect(written).toEqual([]);
  away = false;
  await journal();
  await expect.poll(() => written).toEqual(['a', 'b']);
});

test('a line that was cut off by a power cut is left out: nobody was told that it is kept', async () => {
  await writeFile(file, '"a"\n{"b');
  away = false;
  await journal();
  await expect.poll(() => written).toEqual(['a']);
});

test('what is kept after such a line is kept, whatever becomes of this process', async () => {
  await writeFile(file, '"a"\n{"ї');
  const next = await journal();
  await next.append('b');
  await next.close();
  expect((await journal()).waiting).toEqual(['a', 'b']);
});

test('one that can never be written keeps no other back, and stays in the file', async () => {
  const kept = await journal();
  for (const one of ['a', 'never', 'b', 'c']) await kept.append(one);
  away = false;
  await expect.poll(() => written).toHaveLength(3);
  expect(written).toEqual(['a', 'b', 'c']);
  await expect.poll(() => readFile(file, 'utf8')).toBe('"never"\n');
  expect(kept.waiting).toEqual(['never']);
});

test('what comes while it is being written is not lost', async () => {
  away = false;
  const kept = await journal();
  const all = Array.from({ length: 50 }, (_, i) => `one ${i}`);
  await Promise.all(
    all.map(async (one, i) => {
      if (i % 7 === 0) away = !away;
      await kept.append(one);
    }),
  );
  away = false;
  await expect.poll(() => new Set(written).size).toBe(50);
  await expect.poll(() => kept.waiting).toEqual([]);
});

test('where the disk does not take it, the one who asked is told', async () => {
  const kept = await journal();
  await rm(folder, { recursive: true });
  await expect(kept.append('a')).rejects.toMatchObject({ code: 'ENOENT' });
  expect(kept.waiting).toEqual([]);
});
