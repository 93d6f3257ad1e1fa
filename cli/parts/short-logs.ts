import { copyFile, rm, stat, truncate } from 'node:fs/promises';
import { codeOf } from '../../errors.ts';
import type { Logger } from '../../log.ts';

/** Of a log, and of the part before it, as much as this is kept: months of a busy line, an hour of somebody who tries out passwords. */
const mostBytes = 16 * 1024 * 1024;
const everyMs = 60_000;

/**
 * Keeps logs from filling the disk, whoever makes them long: one that is longer than `mostBytes` is begun anew, and what stood in it is kept
 * beside it (`<file>.1`) in the place of what was kept there before. Whoever writes them keeps them open, and appends.
 * @returns what ends it
 */
export function keepLogsShort(files: readonly string[], log: Logger): () => void {
  const timer = setInterval(() => {
    for (const file of files) void cutLog(file, log);
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** A line that is written in the very moment is lost. Never rejects: what went wrong stands in the log. */
export async function cutLog(file: string, log: Logger, most = mostBytes): Promise<void> {
  try {
    if ((await stat(file)).size <= most) return;
    try {
      await copyFile(file, `${file}.1`);
    } catch (error) {
      // On a full disk half a copy is worse than none, and the log is what fills it.
      log.error({ err: error, file }, 'a log that has grown long is begun anew, and nothing of it is kept');
      await rm(`${file}.1`, { force: true });
    }
    await truncate(file);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') log.error({ err: error, file }, 'a log cannot be cut short');
  }
}
