import { open } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { Settings } from '../config/settings.ts';
import { HolosError } from '../errors.ts';
import { recordingsRoot } from './folder.ts';
import { timelineOf, tracksIn } from './measure.ts';
import type { RecordingRow, RecordingRows } from './rows.ts';
import { settlePauses } from './settle-pauses.ts';
import { SAMPLES_PER_MS } from './sides.ts';
import type { RecordedSound, RecordingStore } from './store.ts';
import { type ReadFile, readWav, wavBytes } from './virtual-wav.ts';

/** The recordings in the folder of this machine. A recording can be heard while its call goes on. */
export function createStore(parts: {
  settings: Pick<Settings, 'home'>;
  rows: RecordingRows;
}): RecordingStore {
  return {
    async open(recordingId) {
      const row = await parts.rows.byId(recordingId);
      if (!row) throw new HolosError('recording.unknown', 'There is no such recording.', { recordingId });
      return openSound(path.join(recordingsRoot(parts.settings), row.folder), row);
    },
  };
}

/** The sound in one folder, as long as its files are now. @throws HolosError `recording.lost` when there is none */
export async function openSound(
  folder: string,
  row: Pick<RecordingRow, 'id' | 'callId' | 'state' | 'startedAt'>,
): Promise<RecordedSound> {
  const tracks = await tracksIn(folder, row.startedAt);
  if (row.state === 'recording') await Promise.all(tracks.map((track) => settlePauses(folder, track)));
  const timeline = await timelineOf(folder, tracks);
  if (timeline.samples === 0) {
    const text = 'Nothing of this call is kept: it was not recorded, or its time is over.';
    throw new HolosError('recording.lost', text, { recordingId: row.id });
  }
  return {
    recordingId: row.id,
    callId: row.callId,
    sizeBytes: wavBytes(timeline),
    durationMs: Math.floor(timeline.samples / SAMPLES_PER_MS),
    finished: row.state !== 'recording',
    read: (first, last) =>
      Readable.from(readWav(timeline, first, last, reader(folder)), { objectMode: false }),
  };
}

function reader(folder: string): ReadFile {
  return async (name, firstByte, bytes) => {
    const file = await open(path.join(folder, name));
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, firstByte);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  };
}
