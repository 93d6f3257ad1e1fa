import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { removeStatus } from '../status-file.ts';
import { placesIn } from './places.ts';
import { belongsTo, livingPid, signal, waitUntilGone } from './processes.ts';

/** Each is told after those that lean on it have gone; MariaDB last and longest, for it has to write. */
const parts = [
  { name: 'keeper', file: 'keeperPid', limitMs: 20_000 },
  { name: 'controller', file: 'controllerPid', limitMs: 5_000 },
  { name: 'town', file: 'townPid', limitMs: 5_000 },
  { name: 'Asterisk', file: 'asteriskPid', limitMs: 8_000 },
  { name: 'MariaDB', file: 'databasePid', limitMs: 30_000 },
] as const;

/**
 * Ends everything that runs in this home: asks, waits, and kills what does not go in time.
 * Answers with what was stopped, in words; empty when nothing ran.
 */
export async function stopAll(home: string, say: (text: string) => void): Promise<string[]> {
  const places = placesIn(home);
  mkdirSync(places.run, { recursive: true });
  writeFileSync(places.stopping, '');
  // Known before the first is told to end: the keeper takes the controller with it, and that takes the rest.
  const running = parts.flatMap((part) => {
    const pid = livingPid(places[part.file], home);
    return pid === undefined ? [] : [{ ...part, pid }];
  });
  const stopped: string[] = [];
  for (const part of running) {
    if (belongsTo(part.pid, home)) {
      say(`ending ${part.name}`);
      signal(part.pid, 'SIGTERM');
    }
    if (await waitUntilGone(part.pid, home, part.limitMs)) {
      stopped.push(part.name);
      continue;
    }
    signal(part.pid, 'SIGKILL');
    await waitUntilGone(part.pid, home, 5_000);
    stopped.push(`${part.name} (killed: it had not ended in ${part.limitMs / 1000} s)`);
  }
  removeStatus(home);
  rmSync(places.keeperPid, { force: true });
  rmSync(places.controllerPid, { force: true });
  return stopped;
}

/**
 * Ends a controller whose keeper was killed, and leaves what it led: a new one takes that up.
 * Without this there would soon be two of them.
 */
export async function endOrphan(home: string): Promise<void> {
  const pid = livingPid(placesIn(home).controllerPid, home);
  if (pid === undefined) return;
  signal(pid, 'SIGTERM');
  if (await waitUntilGone(pid, home, 5_000)) return;
  signal(pid, 'SIGKILL');
  await waitUntilGone(pid, home, 5_000);
}
