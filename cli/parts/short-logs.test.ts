import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, symlinkSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cutLog } from './short-logs.ts';

let folder: string;
let file: string;
/** As whoever writes a log holds it. */
let writing: number;
const told: string[] = [];
const log = pino({}, { write: (line: string) => told.push(JSON.parse(line).msg) });
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'holos-long-'));
  file = path.join(folder, 'asterisk.log');
  writing = openSync(file, 'a', 0o600);
});
afterEach(() => {
  closeSync(writing);
  rmSync(folder, { recursive: true });
  told.splice(0);
});

const text = (name = file) => readFileSync(name, 'utf8');

test('a log that has grown long is begun anew and is written on; of what was before, the latest part is kept', async () => {
  for (const part of ['first', 'second', 'third']) {
    writeSync(writing, `${part}\n`.repeat(10));
    await cutLog(file, log, 50);
    expect(text()).toBe('');
    expect(text(`${file}.1`)).toBe(`${part}\n`.repeat(10));
  }
  writeSync(writing, 'short\n');
  await cutLog(file, log, 50);
  expect(text()).toBe('short\n');
  expect(told).toEqual([]);
});

test('where it cannot be kept it is cut all the same, and that is said; a log that there is not is none', async () => {
  symlinkSync(`${file}.1`, `${file}.1`);
  writeSync(writing, 'long'.repeat(20));
  await cutLog(file, log, 50);
  expect(text()).toBe('');
  expect(told).toHaveLength(1);
  await cutLog(path.join(folder, 'none.log'), log, 50);
  expect(told).toHaveLength(1);
});
