import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { RecordedSound } from './store.ts';
import { waveformOf } from './waveform.ts';

const samplesASecond = 8_000;

/** A stereo WAV whose samples are computed as they are read; counts what was read. */
function soundOf(seconds: number, left: (second: number) => number, right: (second: number) => number) {
  const frames = seconds * samplesASecond;
  let readBytes = 0;
  const sound: RecordedSound = {
    recordingId: 1,
    callId: 'n1-1',
    sizeBytes: 44 + frames * 4,
    durationMs: seconds * 1000,
    finished: true,
    read(first, last) {
      readBytes += last - first + 1;
      const bytes = Buffer.alloc(last - first + 1);
      for (let at = 0; at < bytes.length; at += 4) {
        const second = (first + at - 44) / 4 / samplesASecond;
        bytes.writeInt16LE(left(second), at);
        bytes.writeInt16LE(right(second), at + 2);
      }
      return Readable.from([bytes.subarray(0, 10), bytes.subarray(10)]);
    },
  };
  return { sound, readBytes: () => readBytes };
}

test('shows who was loud when, each side for itself', async () => {
  const { sound } = soundOf(
    60,
    (second) => (second < 30 ? 32_767 : 0),
    (second) => (second < 30 ? 0 : -8_192),
  );
  const { resident, heard } = await waveformOf(sound);
  expect(resident).toHaveLength(480);
  expect(new Set(resident.slice(0, 240))).toEqual(new Set([100]));
  expect(new Set(resident.slice(240))).toEqual(new Set([0]));
  expect(new Set(heard.slice(0, 240))).toEqual(new Set([0]));
  expect(new Set(heard.slice(240))).toEqual(new Set([50]));
});

test('reads no more of an hour than of four minutes', async () => {
  const { sound, readBytes } = soundOf(
    3_600,
    () => 100,
    () => 100,
  );
  await waveformOf(sound);
  expect(readBytes()).toBeLessThanOrEqual(240 * samplesASecond * 4);
});

test('a recording without sound is an empty picture', async () => {
  const { sound } = soundOf(
    0,
    () => 0,
    () => 0,
  );
  expect(await waveformOf(sound)).toEqual({ resident: [], heard: [] });
});
