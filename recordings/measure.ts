import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../errors.ts';
import { readSidecar } from './sidecar.ts';
import { BYTES_PER_SAMPLE, SAMPLES_PER_MS, sides, type Track } from './sides.ts';
import { layOut, type Timeline } from './timeline.ts';

/** How long the recording in a folder is now, from the lengths its files really have. */
export async function measure(folder: string, tracks: readonly Track[]): Promise<number> {
  return Math.floor((await timelineOf(folder, tracks)).samples / SAMPLES_PER_MS);
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
 * The tracks of the recording in a folder. Where the controller died before it could write them down, the files themselves
 * are taken, each from the recording's start.
 */
export async function tracksIn(folder: string): Promise<Track[]> {
  const sidecar = await readSidecar(folder);
  const known = sidecar?.tracks ?? [];
  const unknown = (await filesIn(folder)).filter(
    (file) => file.endsWith('-1.sln') && !known.some((track) => track.file === file),
  );
  const assumed = unknown.flatMap((file): Track[] => {
    const side = sides.find((name) => file.startsWith(`${name}-`));
    return side ? [{ side, file, startMs: 0, pauses: [] }] : [];
  });
  return [...known, ...assumed];
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
