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

/** The first range that was asked for; undefined: all of it. Of several, browsers want no more than one. */
function rangeOf(request: Request, sizeBytes: number): [number, number] | 'unsatisfiable' | undefined {
  const ranges = request.range(sizeBytes);
  if (ranges === undefined || ranges === -2) return undefined;
  if (ranges === -1 || ranges.type !== 'bytes') return ranges === -1 ? 'unsatisfiable' : undefined;
  const [only] = ranges;
  return only && ranges.length === 1 ? [only.start, only.end] : undefined;
}
