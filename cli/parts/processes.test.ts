import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { livingPid, memoryOf, signal, waitUntilGone, writePid } from './processes.ts';

const home = mkdtempSync(path.join(os.tmpdir(), 'holos-processes-'));
const file = path.join(home, 'some.pid');
let ours: ChildProcess;

beforeAll(async () => {
  ours = spawn('sleep', ['60'], { env: { ...process.env, HOLOS_HOME: home } });
  await once(ours, 'spawn');
});
afterAll(() => {
  ours.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

test('a process of this home is known by its pid file', () => {
  writeFileSync(file, `${ours.pid}\n`);
  expect(livingPid(file, home)).toBe(ours.pid);
  expect(memoryOf(ours.pid ?? 0)).toBeGreaterThan(0);
});

test('a pid is written over another, longer or shorter, or none', () => {
  for (const pid of [1234567, ours.pid ?? 0, 7, ours.pid ?? 0]) {
    writePid(file, pid);
    expect(Number(readFileSync(file, 'utf8'))).toBe(pid);
  }
  expect(livingPid(file, home)).toBe(ours.pid);
});

test('a pid that cannot be written leaves the one before', () => {
  writePid(file, ours.pid ?? 0);
  const script = `import('${import.meta.dirname}/processes.ts').then(({ writePid }) => writePid('${file}', 7))`;
  // To write is forbidden to it as on a full disk; to cut a file off is not.
  const run = spawnSync(
    'sh',
    ['-c', 'ulimit -f 0; exec "$@"', 'sh', process.execPath, '--import', 'tsx', '-e', script],
    {
      encoding: 'utf8',
    },
  );
  expect(run.stderr).toContain('EFBIG');
  expect(livingPid(file, home)).toBe(ours.pid);
});

test('a pid that another program has now is not taken for ours', () => {
  writeFileSync(file, String(process.ppid));
  expect(livingPid(file, home)).toBeUndefined();
});

test('a pid file that is missing, empty or rubbish is nobody', () => {
  for (const text of ['', 'many', '-1']) {
    writeFileSync(file, text);
    expect(livingPid(file, home)).toBeUndefined();
  }
  expect(livingPid(path.join(home, 'none.pid'), home)).toBeUndefined();
});

test('the end of a process is noticed, and telling it once more is no fault', async () => {
  const pid = ours.pid ?? 0;
  expect(await waitUntilGone(pid, home, 40)).toBe(false);
  const closed = once(ours, 'close');
  signal(pid, 'SIGTERM');
  expect(await waitUntilGone(pid, home, 5000)).toBe(true);
  await closed;
  signal(pid, 'SIGTERM');
});
