import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  watch,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

// The keeper is given a project whose `node` is a script of ours: it notes its pid and does what the test wants.
let project: string;
let keeper: ChildProcess;
const at = (...names: string[]) => path.join(project, ...names);

beforeEach(() => {
  project = mkdtempSync(path.join(os.tmpdir(), 'holos-keeper-'));
  for (const folder of ['bin', 'home/run', 'home/log', 'starts']) mkdirSync(at(folder), { recursive: true });
});

afterEach(async () => {
  if (keeper.exitCode === null && keeper.signalCode === null) {
    keeper.kill('SIGTERM');
    await once(keeper, 'exit');
  }
  rmSync(project, { recursive: true, force: true });
});

function keep(controller: string): void {
  writeFileSync(
    at('bin', 'node'),
    `#!/bin/sh\necho $$ >starts/$$.new; mv starts/$$.new starts/$$\n${controller}\n`,
    {
      mode: 0o755,
    },
  );
  keeper = spawn(
    'sh',
    [
      path.join(import.meta.dirname, 'keeper.sh'),
      project,
      at('home'),
      at('home/run/keeper.pid'),
      at('home/log/part.log'),
      'main.ts',
    ],
    {
      env: { ...process.env, PATH: `${at('bin')}:${process.env.PATH}` },
      stdio: 'ignore',
    },
  );
}

const starts = () =>
  readdirSync(at('starts'))
    .filter((name) => !name.includes('.'))
    .map(Number);

/** The pid of a controller that is not among the known ones, as soon as it runs. */
async function nextStart(known: number[]): Promise<number> {
  const watcher = watch(at('starts'));
  try {
    for (;;) {
      const pid = starts().find((one) => !known.includes(one));
      if (pid !== undefined) return pid;
      await once(watcher, 'change', { signal: AbortSignal.timeout(5000) });
    }
  } finally {
    watcher.close();
  }
}

test('a controller that is killed is there again', async () => {
  keep('exec sleep 60');
  const first = await nextStart([]);
  process.kill(first, 'SIGKILL');
  const second = await nextStart([first]);
  expect(second).not.toBe(first);
  expect(readFileSync(at('home', 'log', 'part.log'), 'utf8')).toContain('main.ts ended with code 137');
});

test('nobody else reads the log, whoever made it; what the controller writes has the usual rights', async () => {
  const usual = `00${process.umask().toString(8).padStart(2, '0')}`.slice(-4);
  for (const before of [false, true]) {
    if (before) writeFileSync(at('home', 'log', 'part.log'), '', { mode: 0o644 });
    rmSync(at('home', 'run', 'stopping'), { force: true });
    keep('umask >rights; touch home/run/stopping');
    await once(keeper, 'exit');
    expect(statSync(at('home', 'log', 'part.log')).mode & 0o777).toBe(0o600);
    expect(readFileSync(at('rights'), 'utf8').trim()).toBe(usual);
    rmSync(at('home', 'log', 'part.log'));
  }
});

test('told to end, it ends the controller and itself', async () => {
  keep('exec sleep 60');
  const pid = await nextStart([]);
  expect(readFileSync(at('home', 'run', 'keeper.pid'), 'utf8').trim()).toBe(String(keeper.pid));
  keeper.kill('SIGTERM');
  await once(keeper, 'exit');
  expect(existsSync(`/proc/${pid}`)).toBe(false);
  expect(existsSync(at('home', 'run', 'keeper.pid'))).toBe(false);
});

test('a controller that ends while all is being stopped is not started again', async () => {
  keep('touch home/run/stopping; exit 0');
  await once(keeper, 'exit');
  expect(starts()).toHaveLength(1);
});
