import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { codeOf } from '../errors.ts';
import { trackShape } from './sides.ts';

/**
 * What is known of a recording, kept beside its sound in `recording.json`: with the files it is enough to hear the recording,
 * whatever happened to the controller or to the database.
 */
const sidecarShape = z.object({
  callId: z.string(),
  node: z.string(),
  startedAt: z.iso.datetime(),
  tracks: z.array(trackShape),
});
export type Sidecar = z.infer<typeof sidecarShape>;

export const sidecarName = 'recording.json';

/** Replaces it as a whole: a crash leaves the old or the new one. */
export async function writeSidecar(folder: string, sidecar: Sidecar): Promise<void> {
  const file = path.join(folder, sidecarName);
  await writeFile(`${file}.new`, JSON.stringify(sidecar), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** Null when there is none, or a power cut has left half of it: what the files are called, and how long they are, tells most. */
export async function readSidecar(folder: string): Promise<Sidecar | null> {
  try {
    return sidecarShape.parse(JSON.parse(await readFile(path.join(folder, sidecarName), 'utf8')));
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || error instanceof SyntaxError) return null;
    throw error;
  }
}
