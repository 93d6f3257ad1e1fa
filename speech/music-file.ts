import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../errors.ts';
import { composeMusic } from './music.ts';
import { telephoneDurationMs, writeWav } from './sound/wav.ts';

export interface MusicFolder {
  /** Holds nothing but music: Asterisk plays every file in it. */
  readonly folder: string;
  readonly file: string;
  readonly durationMs: number;
}

/** The music for waiting in `<folder>/hold.wav`; made when it is missing or damaged. */
export async function ensureMusic(folder: string): Promise<MusicFolder> {
  const file = path.join(folder, 'hold.wav');
  const kept = await keptDurationMs(file);
  if (kept !== undefined) return { folder, file, durationMs: kept };
  const wav = writeWav(composeMusic());
  await mkdir(folder, { recursive: true });
  // The draft stands beside the folder, so that Asterisk never plays it.
  const draft = `${folder}.${process.pid}.draft`;
  await writeFile(draft, wav);
  await rename(draft, file);
  return { folder, file, durationMs: telephoneDurationMs(wav) };
}

async function keptDurationMs(file: string): Promise<number | undefined> {
  try {
    return telephoneDurationMs(await readFile(file));
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'speech.bad-sound') return undefined;
    throw error;
  }
}
