import { spawn } from 'node:child_process';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Settings } from '../../config/settings.ts';
import { placesIn, project } from './places.ts';
import { livingPid, signal, waitUntilGone } from './processes.ts';

const stopLimitMs = 15_000;

/** The demo's simulated town: a process of its own that outlives the controller, so that a restart can be watched from it. */
export function startTownProcess(settings: Settings): void {
  const places = placesIn(settings.home);
  if (livingPid(places.townProcessPid, settings.home) !== undefined) return;
  const output = openSync(places.townLog, 'a', 0o600);
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(project, 'test/town/demo-town.ts')], {
    cwd: project,
    detached: true,
    stdio: ['ignore', output, output],
    env: { ...process.env, HOLOS_HOME: settings.home },
  });
  closeSync(output);
  child.unref();
  if (child.pid) writeFileSync(places.townProcessPid, `${child.pid}\n`);
}

/** Lets the town hang up and end. */
export async function stopTownProcess(settings: Settings): Promise<void> {
  const pid = livingPid(placesIn(settings.home).townProcessPid, settings.home);
  if (pid === undefined) return;
  signal(pid, 'SIGTERM');
  if (!(await waitUntilGone(pid, settings.home, stopLimitMs))) signal(pid, 'SIGKILL');
}
