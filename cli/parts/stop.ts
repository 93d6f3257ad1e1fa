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
    say(`ending ${part.name}`);
    if (belongsTo(part.pid, home)) signal(part.pid, 'SIGTERM');
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
