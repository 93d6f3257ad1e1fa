import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../errors.ts';
import { folderOf } from './folder.ts';
import { readSidecar } from './sidecar.ts';
import { BYTES_PER_SAMPLE, readFileName, SAMPLES_PER_MS, type Track } from './sides.ts';
import { layOut, type Timeline } from './timeline.ts';

/** How long the recording in a folder is now, from the lengths its files really have. */
export async function measure(folder: string, tracks: readonly Track[]): Promise<number> {
  return Math.floor((await timelineOf(folder, tracks)).samples / SAMPLES_PER_MS);
}

/**
 * Until when the recording of a call has sound, from the files of it that there are.
 * @param answeredAt when it began; null: never
 * @returns null where nothing was recorded
 */
export async function recordedUntil(
  root: string,
  { id, answeredAt }: { id: string; answeredAt: Date | null },
): Promise<Date | null> {
  if (!answeredAt) return null;
  const folder = path.join(root, folderOf(id, answeredAt));
  const durationMs = await measure(folder, await tracksIn(folder, answeredAt));
  return durationMs > 0 ? new Date(answeredAt.getTime() + durationMs) : null;
}

/** The recording in a folder as its files are now. */
export async function timelineOf(folder: string, tracks: readonly Track[]): Promise<Timeline> {
  const sizes = await Promise.all(
    tracks.map(async ({ file }) => {
      const bytes = await sizeOf(path.join(folder, file));
      return [file, Math.floor(bytes / BYTES_PER_SAMPLE)] as const;
    }),
  );
  return layOut(tracks, new Map(sizes));
}

/**
 * The tracks of the recording in a folder, in their order. Those that the controller could not note any more before it died are
 * taken from the files themselves: a side's first begins with the recording, of a later one the clock says when it began.
 */
export async function tracksIn(folder: string, startedAt: Date): Promise<Track[]> {
  const known = (await readSidecar(folder))?.tracks ?? [];
  const files = (await filesIn(folder)).filter((file) => !known.some((track) => track.file === file));
  const found = await Promise.all(files.map((file) => trackOf(folder, file, startedAt)));
  return [...known, ...found.flat()].sort((a, b) => numberOf(a) - numberOf(b));
}

async function trackOf(folder: string, file: string, startedAt: Date): Promise<Track[]> {
  const name = readFileName(file);
  if (!name) return [];
  const { side, number } = name;
  if (number === 1) return [{ side, file, startMs: 0, pauses: [] }];
  // A file is written as time passes: it began as long before its last write as it has sound.
  const { size, mtimeMs } = await stat(path.join(folder, file));
  const soundMs = size / BYTES_PER_SAMPLE / SAMPLES_PER_MS;
  return [{ side, file, startMs: mtimeMs - soundMs - startedAt.getTime(), pauses: [] }];
}

function numberOf({ file }: Track): number {
  return readFileName(file)?.number ?? 0;
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0;
    throw error;
  }
}
