import { spawn } from 'node:child_process';
import { rmSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Settings } from '../../config/settings.ts';
import { HolosError } from '../../errors.ts';
import { readStatus, removeStatus, type Status } from '../status-file.ts';
import { placesIn, project } from './places.ts';
import { makePrivateFolder } from './private-folder.ts';
import { livingPid } from './processes.ts';
import { buildProgram, controller, demoTown, thisBuild } from './program-build.ts';
import { isReady } from './readiness.ts';
import type { Say } from './steps.ts';

/** Any part of a start, or one of the prompts that are spoken in it, is over long before: a voice of one's own may take its time for all. */
const standstillLimitMs = 180_000;
/** With less than this nothing can be started: MariaDB waits without a word for room, the controller cannot even say why. */
const leastRoomMb = 4;

/** Starts the keeper of the controller: everything that takes calls. */
export async function startKeeper(settings: Settings): Promise<void> {
  const places = placesIn(settings.home);
  for (const folder of [places.run, places.log]) makePrivateFolder(folder);
  rmSync(places.stopping, { force: true });
  removeStatus(settings.home);
  await keep(settings, places.keeperPid, places.controllerLog, thisBuild(controller));
}

/** Starts the keeper of the demo's town, unless it runs. It reads where the desk is, so calls must be taken already. */
export async function startTown(settings: Settings): Promise<void> {
  const places = placesIn(settings.home);
  if (livingPid(places.townKeeperPid, settings.home) !== undefined) return;
  await buildProgram(demoTown);
  await keep(settings, places.townKeeperPid, places.townLog, thisBuild(demoTown));
}

/** In a session of its own, so that it outlives this command and its terminal. */
async function keep(settings: Settings, pidFile: string, log: string, script: string): Promise<void> {
  const keeper = path.join(project, 'cli', 'keeper.sh');
  const child = spawn('sh', [keeper, project, settings.home, pidFile, log, script], {
    cwd: project,
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, HOLOS_HOME: settings.home, HOLOS_DEMO: settings.demo ? '1' : '0' },
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  child.unref();
}

/**
 * Waits until calls are taken, telling what the controller is doing.
 * @param limitMs how long a start may stand at one stage
 * @throws HolosError `cli.start-failed` with the controller's own sentence, `cli.disk-full`, or the signal's reason
 */
export async function untilReady(
  settings: Settings,
  say: Say,
  signal: AbortSignal,
  limitMs = standstillLimitMs,
): Promise<Status> {
  const places = placesIn(settings.home);
  const began = performance.now();
  let stage: string | undefined;
  let stageSince = began;
  for (;;) {
    const status = readStatus(settings.home);
    if (status?.fault) throw new HolosError('cli.start-failed', status.fault);
    if (status?.stage) say(status.stage, 'detail');
    if (status?.ready && (await isReady(status.desk))) return status;
    demandSomeRoom(settings.home);
    if (status?.stage !== stage) [stage, stageSince] = [status?.stage, performance.now()];
    if (performance.now() - stageSince > limitMs) {
      const at = stage ? ` (${stage})` : '';
      throw notReady(`has not gone on for ${limitMs / 1000} s${at}`, settings);
    }
    const elapsedMs = performance.now() - began;
    const keeperGone = livingPid(places.keeperPid, settings.home) === undefined;
    if (keeperGone && elapsedMs > 3000) throw notReady('has ended', settings);
    await pause(50, undefined, { signal });
  }
}

function demandSomeRoom(home: string): void {
  const { bavail, bsize } = statfsSync(home);
  if (bavail * bsize >= leastRoomMb * 1024 * 1024) return;
  throw new HolosError(
    'cli.disk-full',
    `The disk under ${home} has become full while starting: free some space and start again, or set HOLOS_HOME to a folder on another disk.`,
  );
}

function notReady(what: string, settings: Settings): HolosError {
  const log = placesIn(settings.home).controllerLog;
  return new HolosError('cli.start-failed', `The start ${what}. What happened stands in ${log}.`, { log });
}
