import { BYTES_PER_SAMPLE, SAMPLES_PER_MS } from './sides.ts';
import type { Piece, Timeline } from './timeline.ts';

const channels = 2;
const bytesPerFrame = channels * BYTES_PER_SAMPLE;
const headerBytes = 44;
/** Read and sent at a time: two seconds of sound. */
const framesAtOnce = 2 * 1000 * SAMPLES_PER_MS;

/** Gives bytes of one file, or fewer when the file ends before: what is missing is silence. */
export type ReadFile = (file: string, firstByte: number, bytes: number) => Promise<Uint8Array>;

/** The size in bytes of the WAV that shows this timeline. */
export function wavBytes(timeline: Timeline): number {
  return headerBytes + timeline.samples * bytesPerFrame;
}

/**
 * Bytes `first` to `last` (both included) of the stereo WAV of a timeline, left the resident, right what the resident hears.
 * Nothing is written anywhere: the header is computed and the sides are woven together as they are read.
 */
export async function* readWav(
  timeline: Timeline,
  first: number,
  last: number,
  read: ReadFile,
): AsyncGenerator<Buffer> {
  const end = Math.min(last + 1, wavBytes(timeline));
  if (first < Math.min(headerBytes, end)) yield header(timeline).subarray(first, Math.min(headerBytes, end));
  let at = Math.max(first, headerBytes);
  while (at < end) {
    const frame = Math.floor((at - headerBytes) / bytesPerFrame);
    const frames = Math.min(framesAtOnce, timeline.samples - frame);
    const chunkStart = headerBytes + frame * bytesPerFrame;
    const chunk = await weave(timeline, frame, frames, read);
    const until = Math.min(end, chunkStart + chunk.length);
    yield chunk.subarray(at - chunkStart, until - chunkStart);
    at = until;
  }
}

async function weave(timeline: Timeline, from: number, frames: number, read: ReadFile): Promise<Buffer> {
  const [left, right] = await Promise.all([
    sideOf(timeline.resident, from, frames, read),
    sideOf(timeline.heard, from, frames, read),
  ]);
  const woven = Buffer.alloc(frames * bytesPerFrame);
  for (let frame = 0; frame < frames; frame++) {
    const sample = frame * BYTES_PER_SAMPLE;
    woven.writeUInt16LE(left.readUInt16LE(sample), frame * bytesPerFrame);
    woven.writeUInt16LE(right.readUInt16LE(sample), frame * bytesPerFrame + BYTES_PER_SAMPLE);
  }
  return woven;
}

async function sideOf(
  pieces: readonly Piece[],
  from: number,
  samples: number,
  read: ReadFile,
): Promise<Buffer> {
  const sound = Buffer.alloc(samples * BYTES_PER_SAMPLE);
  for (const piece of pieces) {
    const begin = Math.max(from, piece.atSample);
    const end = Math.min(from + samples, piece.atSample + piece.samples);
    if (end <= begin) continue;
    const firstByte = (piece.fromSample + begin - piece.atSample) * BYTES_PER_SAMPLE;
    sound.set(
      await read(piece.file, firstByte, (end - begin) * BYTES_PER_SAMPLE),
      (begin - from) * BYTES_PER_SAMPLE,
    );
  }
  return sound;
}

function header(timeline: Timeline): Buffer {
  const rate = SAMPLES_PER_MS * 1000;
  const dataBytes = timeline.samples * bytesPerFrame;
  const bytes = Buffer.alloc(headerBytes);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(headerBytes - 8 + dataBytes, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(channels, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * bytesPerFrame, 28);
  bytes.writeUInt16LE(bytesPerFrame, 32);
  bytes.writeUInt16LE(8 * BYTES_PER_SAMPLE, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(dataBytes, 40);
  return bytes;
}
