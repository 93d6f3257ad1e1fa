import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf, HolosError } from '../../errors.ts';
import { noteLoaded, type Reloaded, reloadChanged, writtenFiles } from './configure-reload.ts';
import type { AsteriskProgram } from './fetch.ts';
import { openDoor, pingAri } from './link-ari-http.ts';
import type { AsteriskPlace } from './place.ts';
import { checkPortsFree } from './ports.ts';

const bootLimitMs = 30_000;
const stopLimitMs = 10_000;
const lookEveryMs = 25;
const pingLimitMs = 1_000;
const portLimitMs = 1_000;

/** The Asterisk that runs now. */
interface Started extends Reloaded {
  readonly pid: number;
  /** Whether it ran already. */
  readonly adopted: boolean;
}

/**
 * Starts Asterisk in the background, in a process group of its own, or takes up the one that runs at this place, and waits
 * until its ARI answers. One that is taken up reads again what was written since it started; its calls go on.
 * @throws HolosError `asterisk.port-taken`, `asterisk.refused` (it ended; the last lines of its log are in the text),
 *   `asterisk.silent` (it runs but does not answer; it is stopped again)
 */
export async function startAsterisk(
  place: AsteriskPlace,
  program: AsteriskProgram,
  login: { user: string; password: string },
): Promise<Started> {
  const running = await runningAsterisk(place);
  // One that was just killed may still be there at the first look, and gone at the next.
  if (running !== undefined && (await untilBooted(place, login, running)))
    return { pid: running, adopted: true, ...(await readAgain(place, login, running)) };
  await untilPortsFree(place);
  await rm(path.join(place.run, 'asterisk.pid'), { force: true });
  const files = await writtenFiles(place);
  const output = openSync(path.join(place.log, 'start.log'), 'w', 0o600);
  const [command = '', ...first] = program.program;
  const child = spawn(command, [...first, '-C', path.join(place.etc, 'asterisk.conf'), '-f', '-n'], {
    cwd: place.run,
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const ended = new AbortController();
  child.once('exit', () => ended.abort());
  child.once('error', (error) => ended.abort(error));
  child.unref();
  if (child.pid === undefined) throw await refused(place);
  if (!(await untilBooted(place, login, child.pid, ended.signal))) throw await refused(place);
  await noteLoaded(place, child.pid, files);
  return { pid: child.pid, adopted: false, reloaded: [], waiting: [], faults: [] };
}

async function readAgain(
  place: AsteriskPlace,
  login: { user: string; password: string },
  pid: number,
): Promise<Reloaded> {
  const door = openDoor(place.address, place.httpPort, login.user, login.password);
  try {
    return await reloadChanged(place, door, pid);
  } finally {
    door.close();
  }
}

/** A process that was killed a moment ago still holds its ports, though its pid counts for nothing any more. */
async function untilPortsFree(place: AsteriskPlace): Promise<void> {
  const giveUpAtMs = performance.now() + portLimitMs;
  for (;;) {
    try {
      return await checkPortsFree(place);
    } catch (error) {
      if (performance.now() > giveUpAtMs) throw error;
      await pause(lookEveryMs);
    }
  }
}

/** The process id of the Asterisk that runs at this place; a pid file left by a dead one does not count. */
export async function runningAsterisk(place: AsteriskPlace): Promise<number | undefined> {
  const pid = Number.parseInt(await readIfThere(path.join(place.run, 'asterisk.pid')), 10);
  return Number.isInteger(pid) && (await isOurs(pid, place)) ? pid : undefined;
}

/** Stops the Asterisk at this place, if one runs, and waits until its process is gone. */
export async function stopAsterisk(place: AsteriskPlace): Promise<void> {
  const pid = await runningAsterisk(place);
  if (pid !== undefined) await stopProcess(pid, place);
}

async function stopProcess(pid: number, place: AsteriskPlace): Promise<void> {
  process.kill(pid, 'SIGTERM');
  if (await isGone(pid, place, stopLimitMs)) return;
  process.kill(pid, 'SIGKILL');
  if (await isGone(pid, place, stopLimitMs)) return;
  throw new HolosError(
    'asterisk.stuck',
    `Asterisk (process ${pid}) does not end even when killed: restart the machine.`,
    { pid },
  );
}

/** @returns whether it answers; false when it ended before. @throws HolosError `asterisk.silent` */
async function untilBooted(
  place: AsteriskPlace,
  login: { user: string; password: string },
  pid: number,
  ended?: AbortSignal,
): Promise<boolean> {
  const door = openDoor(place.address, place.httpPort, login.user, login.password);
  const giveUp = performance.now() + bootLimitMs;
  let fault: unknown;
  try {
    while (performance.now() < giveUp) {
      if (ended?.aborted || !(await isOurs(pid, place))) return false;
      try {
        await pingAri(door, pingLimitMs);
        return true;
      } catch (error) {
        fault = error;
        await pause(lookEveryMs);
      }
    }
  } finally {
    door.close();
  }
  const text = `Asterisk does not answer on port ${place.httpPort} after ${bootLimitMs / 1000} s:\n${await lastLines(place)}`;
  await stopProcess(pid, place);
  throw new HolosError('asterisk.silent', text, { port: place.httpPort }, fault);
}

async function refused(place: AsteriskPlace): Promise<HolosError> {
  const text = `Asterisk ended while starting. The last lines of its log (${place.log}):\n${await lastLines(place)}`;
  return new HolosError('asterisk.refused', text, { log: place.log });
}

async function lastLines(place: AsteriskPlace): Promise<string> {
  const logs = await Promise.all(
    ['asterisk.log', 'start.log'].map((name) => readIfThere(path.join(place.log, name))),
  );
  return logs
    .flatMap((text) => text.trim().split('\n').slice(-8))
    .filter(Boolean)
    .join('\n');
}

async function isGone(pid: number, place: AsteriskPlace, limitMs: number): Promise<boolean> {
  const giveUp = performance.now() + limitMs;
  while (await isOurs(pid, place)) {
    if (performance.now() > giveUp) return false;
    await pause(lookEveryMs);
  }
  return true;
}

/** A process that runs with this place's configuration; one that has ended but was not waited for has no command line. */
async function isOurs(pid: number, place: AsteriskPlace): Promise<boolean> {
  const words = (await readIfThere(`/proc/${pid}/cmdline`)).split('\0');
  return words.includes(path.join(place.etc, 'asterisk.conf'));
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return '';
    throw error;
  }
}
