import { rm } from 'node:fs/promises';
import path from 'node:path';
import { schedule } from 'node-cron';
import type { Settings } from '../config/settings.ts';
import type { Database } from '../db/connect.ts';
import { withNamedLock } from '../db/named-lock.ts';
import type { Logger } from '../log.ts';
import { recordingsRoot } from './folder.ts';
import { type RecordingRows, recordingRows } from './rows.ts';

/** In the dead of night, when nobody waits for the disk. */
const everyNight = '30 3 * * *';
const dayMs = 24 * 3600 * 1000;
const atOnce = 200;

/**
 * Every night deletes the recordings that are older than the settings allow. Of several nodes one does it.
 * @returns what stops it
 */
export function startRetention(parts: {
  settings: Pick<Settings, 'home' | 'recordingsDays'>;
  db: Database;
  log: Logger;
}): () => Promise<void> {
  const { settings, db, log } = parts;
  const rows = recordingRows(db);
  const job = schedule(
    everyNight,
    async () => {
      try {
        await withNamedLock(db, 'holos.recordings-retention', async () => {
          const deleted = await deleteOld({
            root: recordingsRoot(settings),
            rows,
            days: settings.recordingsDays,
          });
          log.info({ deleted, days: settings.recordingsDays }, 'old recordings were deleted');
        });
      } catch (error) {
        log.error({ err: error }, 'old recordings could not be deleted; the next night tries again');
      }
    },
    { name: 'recordings-retention', noOverlap: true },
  );
  return async () => {
    await job.destroy();
  };
}

/** Deletes the sound and the row of every recording that began more than so many days ago. The call's own row stays. */
export async function deleteOld(parts: {
  root: string;
  rows: Pick<RecordingRows, 'before' | 'remove'>;
  days: number;
  now?: Date;
}): Promise<number> {
  const { root, rows, days, now = new Date() } = parts;
  const moment = new Date(now.getTime() - days * dayMs);
  let deleted = 0;
  for (;;) {
    const old = await rows.before(moment, atOnce);
    for (const { id, folder } of old) {
      // The sound goes first: a row without sound is found again, sound without a row never is.
      await rm(path.join(root, folder), { recursive: true, force: true });
      await rows.remove(id);
    }
    deleted += old.length;
    if (old.length < atOnce) return deleted;
  }
}
