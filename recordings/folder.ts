import { lstat, mkdir, readdir, rename, rmdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import type { Settings } from '../config/settings.ts';
import { codeOf } from '../errors.ts';
import { placeOf, recordingFolder } from '../telephony/asterisk/place.ts';

/** Where all recordings are: `<home>/recordings`. */
export function recordingsRoot(settings: Pick<Settings, 'home'>): string {
  return path.join(settings.home, 'recordings');
}

/** The folder of one call's recording below the root: `<yyyy>/<mm>/<dd>/<call's id>`, by the date in UTC. */
export function folderOf(callId: string, startedAt: Date): string {
  const [year = '', month = '', day = ''] = startedAt.toISOString().slice(0, 10).split('-');
  return [year, month, day, callId.replace(/[^\w.-]/g, '_')].join('/');
}

/**
 * Lets Asterisk write straight into `<home>/recordings`: its own folder for recordings becomes a link to it. Asterisk may be
 * running; what it recorded before is moved along. Only the owner may look into the folder.
 */
export async function linkRecordingsFolder(settings: Settings): Promise<void> {
  const root = recordingsRoot(settings);
  const asterisks = recordingFolder(placeOf(settings));
  await mkdir(root, { recursive: true, mode: 0o700 });
  await mkdir(path.dirname(asterisks), { recursive: true, mode: 0o700 });
  if (await isFolder(asterisks)) {
    for (const name of await readdir(asterisks))
      await rename(path.join(asterisks, name), path.join(root, name));
    await rmdir(asterisks);
  }
  try {
    await symlink(path.relative(path.dirname(asterisks), root), asterisks);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

async function isFolder(name: string): Promise<boolean> {
  try {
    return (await lstat(name)).isDirectory();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}
