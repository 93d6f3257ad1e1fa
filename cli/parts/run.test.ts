import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { run } from './run.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'holos-run-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a program answers with its code, and with 1 when a signal ended it', async () => {
  expect(await run(['sh', '-c', 'exit 3'])).toBe(3);
  expect(await run(['sh', '-c', 'kill -KILL $$'])).toBe(1);
});

test('where there is patience, a program that is broken off still says its last words', async () => {
  const file = path.join(folder, 'output');
  const output = openSync(file, 'w');
  const ending = new AbortController();
  // It breaks off as soon as the program is able to hear of it.
  const script = 'trap "echo told; exit" TERM; kill -USR2 $PPID; while :; do sleep 0.05; done';
  process.once('SIGUSR2', () => ending.abort());
  const running = run(['sh', '-c', script], { output, signal: ending.signal, patienceMs: 10_000 });
  await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  closeSync(output);
  expect(readFileSync(file, 'utf8')).toBe('told\n');
});

test('what is broken off before it begins is not begun', async () => {
  const file = path.join(folder, 'never');
  const broken = run(['touch', file], { signal: AbortSignal.abort(), patienceMs: 1_000 });
  await expect(broken).rejects.toMatchObject({ name: 'AbortError' });
  expect(existsSync(file)).toBe(false);
});
