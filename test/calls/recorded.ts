import { expect } from 'vitest';
import wavefile from 'wavefile';
import type { Settings } from '../../config/settings.ts';
import type { Database } from '../../db/connect.ts';
import { type RecordingRow, recordingsOf } from '../../db/queries/recordings.ts';
import { createStore } from '../../recordings/open-store.ts';
import { recordingRows } from '../../recordings/rows.ts';
import type { RecordedSound } from '../../recordings/store.ts';

interface Where {
  readonly db: Database;
  readonly settings: Settings;
}

/** The one recording of a call, as it is now. */
export async function recordingOf(where: Where, callId: string): Promise<RecordingRow> {
  const rows = await recordingsOf(where.db, callId);
  expect(rows).toHaveLength(1);
  return rows[0] as RecordingRow;
}

/** The same, once it is finished. */
export async function finishedRecordingOf(where: Where, callId: string): Promise<RecordingRow> {
  const state = async () => (await recordingsOf(where.db, callId))[0]?.state;
  await expect.poll(state, { timeout: 15_000 }).toBe('finished');
  return recordingOf(where, callId);
}

/** Its sound, also while the call goes on. */
export function openRecording({ db, settings }: Where, recordingId: number): Promise<RecordedSound> {
  return createStore({ settings, rows: recordingRows(db) }).open(recordingId);
}

/** What the resident said, and what the resident heard. */
export async function sidesOf(sound: RecordedSound): Promise<[Int16Array, Int16Array]> {
  const parts: Buffer[] = [];
  for await (const part of sound.read(0, sound.sizeBytes - 1)) parts.push(part as Buffer);
  const wav = new wavefile.WaveFile(Buffer.concat(parts));
  const [left, right] = wav.getSamples(false, Int16Array) as unknown as [Int16Array, Int16Array];
  return [left, right];
}
