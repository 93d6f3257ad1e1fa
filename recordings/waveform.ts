import { BYTES_PER_SAMPLE } from './sides.ts';
import type { RecordedSound } from './store.ts';

/** How loud each side was, from the beginning to the end: as many values a side, 0 (silence) to 100. */
export interface Waveform {
  resident: number[];
  heard: number[];
}

const headerBytes = 44;
const frameBytes = 2 * BYTES_PER_SAMPLE;
const loudest = 32_768;
const slices = 480;
/** Of a longer slice only its first half-second is read: an hour's call costs no more than one of four minutes. */
const mostFramesASlice = 4_000;

/**
 * The picture of a recording, read as a stream and never held whole. A value is the square root of the highest sample, so
 * that quiet speech is seen beside loud.
 */
export async function waveformOf(sound: RecordedSound): Promise<Waveform> {
  const frames = Math.floor((sound.sizeBytes - headerBytes) / frameBytes);
  const count = Math.min(slices, Math.max(0, frames));
  const waveform: Waveform = { resident: [], heard: [] };
  for (let slice = 0; slice < count; slice += 1) {
    const from = Math.floor((slice * frames) / count);
    const until = Math.min(Math.floor(((slice + 1) * frames) / count), from + mostFramesASlice);
    const [resident, heard] = await peaks(sound, from, until);
    waveform.resident.push(resident);
    waveform.heard.push(heard);
  }
  return waveform;
}

async function peaks(sound: RecordedSound, from: number, until: number): Promise<[number, number]> {
  const chunks: Buffer[] = [];
  const last = headerBytes + until * frameBytes - 1;
  for await (const chunk of sound.read(headerBytes + from * frameBytes, last)) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  let [resident, heard] = [0, 0];
  for (let at = 0; at + frameBytes <= bytes.length; at += frameBytes) {
    resident = Math.max(resident, Math.abs(bytes.readInt16LE(at)));
    heard = Math.max(heard, Math.abs(bytes.readInt16LE(at + BYTES_PER_SAMPLE)));
  }
  return [level(resident), level(heard)];
}

const level = (sample: number) => Math.round(100 * Math.sqrt(sample / loudest));
