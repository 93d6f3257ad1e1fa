import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { codeOf } from '../../../errors.ts';
import type { RecordedSound, RecordingStore } from '../../../recordings/store.ts';
import { waveformOf } from '../../../recordings/waveform.ts';
import { type Handlers, sent } from '../routing.ts';

/** The sound of a recording, whole or a range of it, also while the call goes on; and its picture. */
export function recordingRoutes(
  recordings: RecordingStore,
): Pick<Handlers, 'recordingAudio' | 'recordingWaveform'> {
  return {
    async recordingAudio({ params, request, response }) {
      await sendSound(await recordings.open(params.id), request, response);
      return sent;
    },
    async recordingWaveform({ params, response }) {
      const sound = await recordings.open(params.id);
      response.set('Cache-Control', keptFor(sound)).json(await waveformOf(sound));
      return sent;
    },
  };
}

/** What is finished never changes. */
function keptFor({ finished }: RecordedSound): string {
  return finished ? 'private, max-age=3600' : 'no-store';
}

async function sendSound(sound: RecordedSound, request: Request, response: Response): Promise<void> {
  const { sizeBytes } = sound;
  response.set({
    'Accept-Ranges': 'bytes',
    'Content-Type': 'audio/wav',
    'Content-Disposition': `inline; filename="${sound.recordingId}.wav"`,
    'Cache-Control': keptFor(sound),
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
