import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../errors.ts';
import type { Logger } from '../log.ts';

/** A sentence that nobody has been told for so long (the number of an old request) is thrown away. */
const UNUSED_DAYS = 30;

/** Throws away kept sounds that have not been used for 30 days, and drafts left by a crash. */
export async function sweep(folder: string, log: Logger, now = Date.now()): Promise<void> {
  const oldestMs = now - UNUSED_DAYS * 24 * 60 * 60 * 1000;
  try {
    for (const name of await readdir(folder, { recursive: true })) {
      const file = path.join(folder, name);
      const { mtimeMs } = await stat(file);
      if (/\.wav/.test(name) && mtimeMs < oldestMs) await rm(file, { force: true });
    }
  } catch (error) {
    // Another process may sweep at the same time; what is left is swept at the next start.
    log.warn({ folder, code: codeOf(error) }, 'Old sounds could not be thrown away');
  }
}
