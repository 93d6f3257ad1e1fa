import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { placesIn } from './places.ts';
import { belongsTo, runs, sessionMembers, signal } from './processes.ts';
import { stopAll } from './stop.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'holos-stop-'));
  mkdirSync(placesIn(home).run, { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** A session whose leader is no part of Holos, or has gone; in it one that is noted as the controller, and another program. */
async function session(leaderStays: boolean) {
  const script = `sleep 60 & echo $!; HOLOS_HOME="${home}" sleep 61 & echo $!; ${leaderStays ? 'wait' : ''}`;
  const shell = spawn('sh', ['-c', script], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  const exited = once(shell, 'exit');
  let told = '';
  for await (const part of shell.stdout) {
    told += part;
    if (told.split('\n').length > 2) break;
  }
  if (!leaderStays) await exited;
  const [other = 0, controller = 0] = told.trim().split('\n').map(Number);
  await expect.poll(() => belongsTo(controller, home)).toBe(true);
  writeFileSync(placesIn(home).controllerPid, `${controller}\n`);
  return { leader: shell.pid ?? 0, other, controller };
}

test('a controller that was started by hand is ended, and nothing else of its terminal', async () => {
  const { leader, other, controller } = await session(true);
  try {
    expect(await stopAll(home, () => {})).toEqual(['controller']);
    expect([controller, other].map(runs)).toEqual([false, true]);
  } finally {
    for (const pid of sessionMembers(leader)) signal(pid, 'SIGKILL');
  }
});

test('what a controller whose keeper is gone was just running ends with it', async () => {
  const { other } = await session(false);
  await stopAll(home, () => {});
  await expect.poll(() => runs(other)).toBe(false);
});
