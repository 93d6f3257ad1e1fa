import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { codeOf, HolosError } from '../../errors.ts';
import { makePrivateFolder } from './private-folder.ts';

/**
 * Runs `work` while no other command starts, stops or reloads the Holos of this home.
 * @param onWait is called once when another holds the lock file.
 * @throws HolosError `cli.locked` when another still holds it after `limitMs`, `cli.home-unusable`, `cli.lock-failed`
 */
export async function withLock<T>(
  file: string,
  limitMs: number,
  onWait: () => void,
  work: () => Promise<T>,
): Promise<T> {
  makeFolder(path.dirname(file));
  return alone(file, limitMs, onWait, work);
}

/**
 * Runs `work` while nobody else holds the lock file, whose folder is there. The lock is the kernel's, held by a child that lives as long
 * as this process keeps its input open: however this process ends, the lock is free again.
 * @throws as `withLock`
 */
export async function alone<T>(
  file: string,
  limitMs: number,
  onWait: () => void,
  work: () => Promise<T>,
): Promise<T> {
  const release = (await take(file, 0)) ?? (await waitFor(file, limitMs, onWait));
  if (!release) {
    throw new HolosError(
      'cli.locked',
      'Another ./holos command is still at work here: wait for it or end it with Ctrl-C, then try again.',
    );
  }
  try {
    return await work();
  } finally {
    release();
  }
}

function makeFolder(folder: string): void {
  try {
    makePrivateFolder(folder);
  } catch (error) {
    const why = codeOf(error);
    const message = `The folder ${folder} cannot be made (${why}): set HOLOS_HOME to a local folder that this user may write.`;
    throw new HolosError('cli.home-unusable', message, { folder }, error);
  }
}

function waitFor(file: string, limitMs: number, onWait: () => void) {
  onWait();
  return take(file, limitMs);
}

/** How to let it go again; undefined when another holds it. */
async function take(file: string, limitMs: number): Promise<(() => void) | undefined> {
  const limit = limitMs === 0 ? ['-n'] : ['-w', String(limitMs / 1000)];
  const child = spawn('flock', [...limit, '-E', '75', file, 'sh', '-c', 'echo held; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // A Ctrl-C meant for us must not free the lock before we have cleaned up.
    detached: true,
  });
  const [first] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  if (first instanceof Buffer) return () => child.stdin.end();
  if (first === 75) return undefined;
  throw new HolosError(
    'cli.lock-failed',
    `${file} cannot be locked: check that it is in a local folder that this user may write (HOLOS_HOME, HOLOS_CACHE).`,
  );
}
