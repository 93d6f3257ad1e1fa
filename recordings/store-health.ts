import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Settings } from '../config/settings.ts';
import { codeOf } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Capture } from './capture.ts';
import { recordingsRoot } from './folder.ts';

/** What is known of the place where recordings are kept. */
export interface StoreState {
  /** What is wrong, in words for the administrator; null when a recording can be written. */
  readonly fault: string | null;
  /** Room on its disk; null when the disk does not tell. */
  readonly freeBytes: number | null;
}

/** For whoever watches over the machine: what is recorded, what is not, and why. */
export interface RecordingHealth {
  figures: Capture['figures'];
  /** Looks, unless somebody looked a second ago. */
  store(): Promise<StoreState>;
  /** Everything that keeps calls from being recorded, each in a sentence; empty when all is well. */
  faults(): Promise<string[]>;
}

/** As much as Asterisk writes at once: a full disk may still have room for a few bytes. */
const probe = Buffer.alloc(32 * 1024);
const probeName = '.can-be-written';
/** A disk over the network that has gone away answers nothing at all. */
const probeLimitMs = 1_500;
const freshMs = 1_000;
/** Four hours of one call, or two minutes of a hundred: time to be told before the disk is full. */
const littleRoomBytes = 500 * 1024 * 1024;

/** Looks at the recordings' folder when it is asked, by writing to it: nothing else tells a full or read-only disk for sure. */
export function recordingHealth(parts: {
  settings: Pick<Settings, 'home'>;
  capture: Pick<Capture, 'figures'>;
  log: Logger;
}): RecordingHealth {
  const { settings, capture, log } = parts;
  const root = recordingsRoot(settings);
  let looking: Promise<StoreState> | undefined;
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let fault: string | null = null;
  // A look that hangs is waited for again, never doubled: each would hold one of the few threads that work with files.
  let trying: Promise<number> | undefined;
  const look = async () => {
    trying ??= tryToWrite(root).finally(() => {
      trying = undefined;
    });
    const state = await judge(root, trying);
    if (state.fault !== fault) {
      if (state.fault) log.error({ fault: state.fault }, 'recordings are in danger');
      else log.info('recordings are safe again');
    }
    fault = state.fault;
    return state;
  };
  const store = () => {
    if (looking && performance.now() - lookedAtMs < freshMs) return looking;
    lookedAtMs = performance.now();
    looking = look();
    return looking;
  };
  return {
    figures: () => capture.figures(),
    store,
    async faults() {
      const { broken } = capture.figures();
      const state = await store();
      return [
        ...(state.fault === null ? [] : [state.fault]),
        ...(broken === 0 ? [] : [`calls that are not being recorded now: ${broken}`]),
      ];
    },
  };
}

/** Tells what came of a try to write, within its limit. */
async function judge(root: string, trying: Promise<number>): Promise<StoreState> {
  try {
    const freeBytes = await Promise.race([trying, pause(probeLimitMs, null, { ref: false })]);
    if (freeBytes === null) return broken(root, `the disk has not answered for ${probeLimitMs} ms`);
    if (freeBytes >= littleRoomBytes) return { fault: null, freeBytes };
    const freeMb = Math.floor(freeBytes / 1024 / 1024);
    return { fault: `there is little room for recordings: ${freeMb} MB under ${root}`, freeBytes };
  } catch (error) {
    return broken(root, reasons[codeOf(error)] ?? codeOf(error));
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EROFS: 'it is read-only',
  EACCES: 'this user may not write there',
};

function broken(root: string, why: string): StoreState {
  return { fault: `recordings cannot be written to ${root}: ${why}`, freeBytes: null };
}

/** @returns how many bytes are free */
async function tryToWrite(root: string): Promise<number> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  const file = path.join(root, probeName);
  try {
    await writeFile(file, probe, { mode: 0o600 });
  } finally {
    await rm(file, { force: true });
  }
  const { bavail, bsize } = await statfs(root);
  return bavail * bsize;
}
