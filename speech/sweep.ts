import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../errors.ts';
import type { Logger } from '../log.ts';

/** A sentence that nobody has been told for so long (the number of an old request) is thrown away. */
const UNUSED_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;
/** When it was written is when the folder was swept last. */
const MARK = 'swept';

/**
 * Throws away kept sounds that have not been used for 30 days, and drafts left by a crash: not more than once a day, for each sound is
 * looked at, and a controller may come back often.
 */
export async function sweep(folder: string, log: Logger, now = Date.now()): Promise<void> {
  const oldestMs = now - UNUSED_DAYS * DAY_MS;
  try {
    if (await wasSwept(path.join(folder, MARK), now)) return;
    for (const name of await readdir(folder, { recursive: true })) {
      const file = path.join(folder, name);
      const { mtimeMs } = await stat(file);
      if (/\.wav/.test(name) && mtimeMs < oldestMs) await rm(file, { force: true });
    }
    await writeFile(path.join(folder, MARK), '');
  } catch (error) {
    // Another process may sweep at the same time; what is left is swept at the next start.
    log.warn({ folder, code: codeOf(error) }, 'Old sounds could not be thrown away');
  }
}

/** Within a day of now. A time to come is of a clock that has been set back since. */
async function wasSwept(mark: string, now: number): Promise<boolean> {
  try {
    const sinceMs = now - (await stat(mark)).mtimeMs;
    return sinceMs >= 0 && sinceMs < DAY_MS;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}
