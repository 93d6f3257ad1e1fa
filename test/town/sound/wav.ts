import { readFile, writeFile } from 'node:fs/promises';
import { HolosError } from '../../../errors.ts';

/** Samples a second everywhere in the town. */
export const rate = 8000;

/**
 * The samples of an 8 kHz mono 16-bit WAV file.
 * @throws HolosError `town.not-telephone-sound` for any other kind of file.
 */
export async function readWav(file: string): Promise<Int16Array> {
  const bytes = await readFile(file);
  if (bytes.toString('latin1', 0, 4) !== 'RIFF') throw notTelephoneSound(file);
  let samples: Int16Array | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = bytes.readUInt32LE(at + 4);
    const body = bytes.subarray(at + 8, at + 8 + size);
    const name = bytes.toString('latin1', at, at + 4);
    if (name === 'fmt ' && !isTelephoneSound(body)) throw notTelephoneSound(file);
    if (name === 'data') samples = new Int16Array(new Uint8Array(body.subarray(0, body.length & ~1)).buffer);
    at += 8 + size + (size & 1);
  }
  if (!samples) throw notTelephoneSound(file);
  return samples;
}

export async function writeWav(file: string, samples: Int16Array): Promise<void> {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(samples.byteLength, 40);
  const body = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  await writeFile(file, Buffer.concat([header, body]));
}

function isTelephoneSound(format: Buffer): boolean {
  return format.readUInt16LE(2) === 1 && format.readUInt32LE(4) === rate && format.readUInt16LE(14) === 16;
}

function notTelephoneSound(file: string): HolosError {
  return new HolosError('town.not-telephone-sound', `${file} is not an 8 kHz mono 16-bit WAV file.`, {
    file,
  });
}
