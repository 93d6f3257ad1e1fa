import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { schedule } from 'node-cron';
import type { Settings } from '../config/settings.ts';
import type { Database } from '../db/connect.ts';
import { withNamedLock } from '../db/named-lock.ts';
import { deleteListensBefore } from '../db/queries/listens.ts';
import { codeOf, HolosError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { recordingsRoot } from './folder.ts';
import { type RecordingRows, recordingRows } from './rows.ts';

/** In the dead of night, when nobody waits for the disk. */
const everyNight = '30 3 * * *';
const dayMs = 24 * 3600 * 1000;
const atOnce = 200;
const lockName = 'holos.recordings-retention';

/**
 * Every night deletes the recordings that are older than the settings allow, and who has listened to anything so long ago. Of several
 * nodes one does it.
 * @param parts.timezone whose night is meant
 * @param parts.when another time than every night, as cron writes it
 * @returns what stops it, once what is under way is done
 */
export function startRetention(parts: {
  settings: Pick<Settings, 'home' | 'recordingsDays'>;
  db: Database;
  log: Logger;
  timezone: string;
  when?: string;
}): () => Promise<void> {
  const { settings, db, log, timezone, when = everyNight } = parts;
  const { recordingsDays: days } = settings;
  let working: Promise<unknown> = Promise.resolve();
  const work = async () => {
    try {
      await withNamedLock(db, lockName, async () => {
        const found = await deleteOld({ root: recordingsRoot(settings), rows: recordingRows(db), days, log });
        await deleteListensBefore(db, daysBefore(new Date(), days));
        log.info({ ...found, days }, 'old recordings were deleted');
      });
    } catch (error) {
      log.error({ err: error }, 'old recordings could not be deleted; the next night tries again');
    }
  };
  const job = schedule(
    when,
    () => {
      working = work();
      return working;
    },
    { name: 'recordings-retention', noOverlap: true, timezone },
  );
  return async () => {
    await job.destroy();
    await working;
  };
}

/**
 * Deletes the sound and the row of every recording that began more than so many days ago, and whatever else lies in the
 * folders of days that are over for so long. The call's own row stays. What cannot be deleted is left for the next time, and
 * keeps nothing else from being deleted.
 */
export async function deleteOld(parts: {
  root: string;
  rows: Pick<RecordingRows, 'before' | 'remove'>;
  days: number;
  log: Logger;
  now?: Date;
}): Promise<{ deleted: number; failed: number }> {
  const { root, rows, days, log, now = new Date() } = parts;
  const moment = daysBefore(now, days);
  let deleted = 0;
  let failed = 0;
  for (;;) {
    const old = await rows.before(moment, { limit: atOnce, skip: failed });
    for (const { id, folder } of old) {
      try {
        // The sound goes first: a row without sound is found again, sound without a row only when its day is over.
        await rm(below(root, folder), { recursive: true, force: true });
        await rows.remove(id);
        deleted++;
      } catch (error) {
        failed++;
        log.error({ err: error, recordingId: id }, 'an old recording could not be deleted');
      }
    }
    if (old.length < atOnce) break;
  }
  await removeOldDays(root, moment);
  return { deleted, failed };
}

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * dayMs);
}

/** Nothing but a recording is ever deleted, whatever stands in the database. */
function below(root: string, folder: string): string {
  const whole = path.join(root, folder);
  if (folder !== '' && whole.startsWith(root + path.sep)) return whole;
  const text = 'A recording lies outside of the recordings: correct its row by hand.';
  throw new HolosError('recording.bad-folder', text, { folder });
}

/** Recordings lie in folders by the day (UTC) on which they began: what lies in one that is old as a whole is old, too. */
async function removeOldDays(root: string, moment: Date): Promise<void> {
  for (const year of await foldersIn(root, /^\d{4}$/)) {
    for (const month of await foldersIn(path.join(root, year), /^\d{2}$/)) {
      for (const day of await foldersIn(path.join(root, year, month), /^\d{2}$/)) {
        const overAt = new Date(`${year}-${month}-${day}T00:00:00Z`).getTime() + dayMs;
        if (overAt <= moment.getTime())
          await rm(path.join(root, year, month, day), { recursive: true, force: true });
      }
    }
  }
}

async function foldersIn(folder: string, named: RegExp): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory() && named.test(entry.name)).map(({ name }) => name);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
