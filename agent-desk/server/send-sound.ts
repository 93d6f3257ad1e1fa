import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { codeOf } from '../../errors.ts';

/** A WAV any range of which can be read. One that is not `finished` may still grow. */
export interface SentSound {
  /** What it is called where it is saved, without ending. */
  name: string;
  sizeBytes: number;
  finished: boolean;
  read(first: number, last: number): Readable;
}

/** What is finished never changes. */
export function keptFor({ finished }: Pick<SentSound, 'finished'>): string {
  return finished ? 'private, max-age=3600' : 'no-store';
}

/**
 * Answers with the sound, or with the range of it that was asked for.
 * @param begins called when some of it goes out
 */
export async function sendSound(
  sound: SentSound,
  request: Request,
  response: Response,
  begins: () => void = () => undefined,
): Promise<void> {
  const { sizeBytes } = sound;
  response.set({
    'Accept-Ranges': 'bytes',
    'Content-Type': 'audio/wav',
    'Content-Disposition': `inline; filename="${sound.name}.wav"`,
    'Cache-Control': keptFor(sound),
    // Whoever logs in at the same browser next asks anew: what he may hear, and that he has, is looked at again.
    Vary: 'Cookie',
  });
  const range = rangeOf(request, sizeBytes);
  if (range === 'unsatisfiable') {
    response.status(416).set('Content-Range', `bytes */${sizeBytes}`).end();
    return;
  }
  const [first, last] = range ?? [0, sizeBytes - 1];
  if (range) response.status(206).set('Content-Range', `bytes ${first}-${last}/${sizeBytes}`);
  response.set('Content-Length', String(last - first + 1));
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  begins();
  try {
    await pipeline(sound.read(first, last), response);
  } catch (error) {
    // Whoever listens jumps about, and the browser then drops the answer it no longer needs.
    if (codeOf(error) !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

/**
 * The range that was asked for; undefined: all of it. Of several, browsers want no more than one. What cannot be read is no
 * range, nor is one that holds only if nothing has changed: a sound has no version to compare (RFC 9110, 13.1.5, 14.2).
 */
function rangeOf({ headers }: Request, sizeBytes: number): [number, number] | 'unsatisfiable' | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/i.exec(headers.range ?? '') ?? [];
  if (from === undefined || to === undefined || from + to === '' || headers['if-range']) return undefined;
  if (from === '') {
    // The last so many bytes; of a shorter sound, all.
    const lastBytes = Math.min(Number(to), sizeBytes);
    return lastBytes === 0 ? 'unsatisfiable' : [sizeBytes - lastBytes, sizeBytes - 1];
  }
  if (to !== '' && Number(to) < Number(from)) return undefined;
  if (Number(from) >= sizeBytes) return 'unsatisfiable';
  return [Number(from), to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1)];
}
