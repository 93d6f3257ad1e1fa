import { HolosError } from '../../errors.ts';

/** Sound as numbers: one channel, each sample from -1 to 1. */
export interface Pcm {
  readonly rate: number;
  readonly samples: Float32Array;
}

interface WavFormat {
  readonly encoding: number;
  readonly channels: number;
  readonly rate: number;
  readonly bits: number;
}

export const TELEPHONE_RATE = 8000;
const HEADER_BYTES = 44;
/** Asterisk sends sound in frames of so long, and leaves out a last one that is not full. */
const FRAMES_A_SECOND = 50;
const PCM_INTEGER = 1;
const PCM_FLOAT = 3;
/** The real encoding then stands at the start of the sub-format. */
const EXTENSIBLE = 0xfffe;

/**
 * Reads a WAV with 16-bit or 32-bit float samples; several channels are mixed into one.
 * A data size larger than the file is taken as "to the end": programs that write to a pipe cannot know the size.
 * @throws HolosError `speech.bad-sound`
 */
export function readWav(file: Buffer): Pcm {
  const { format, data } = findChunks(file);
  const { encoding, channels, bits, rate } = format;
  const whole = encoding === PCM_INTEGER && bits === 16;
  if (!whole && !(encoding === PCM_FLOAT && bits === 32)) {
    throw badSound('its samples are neither 16-bit nor 32-bit float', { ...format });
  }
  const bytes = bits / 8;
  const samples = new Float32Array(Math.floor(data.length / (bytes * channels)));
  for (let i = 0; i < samples.length; i++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) {
      const at = (i * channels + channel) * bytes;
      sum += whole ? data.readInt16LE(at) / 0x8000 : data.readFloatLE(at);
    }
    samples[i] = sum / channels;
  }
  return { rate, samples };
}

/** A WAV as Asterisk plays it, without any conversion and to its last sample: 16-bit, one channel, whole frames of 20 ms. */
export function writeWav({ rate, samples }: Pcm): Buffer {
  const frame = Math.round(rate / FRAMES_A_SECOND);
  const length = Math.ceil(samples.length / frame) * frame;
  const file = Buffer.alloc(HEADER_BYTES + length * 2);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(PCM_INTEGER, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(length * 2, 40);
  for (let i = 0; i < samples.length; i++) {
    const sample = Math.max(-1, Math.min(1, samples[i] ?? 0));
    file.writeInt16LE(Math.round(sample * 0x7fff), HEADER_BYTES + i * 2);
  }
  return file;
}

/**
 * How long a sound plays that Asterisk is to play as it is.
 * @throws HolosError `speech.bad-sound` unless it is a whole 8 kHz, 16-bit WAV with one channel
 */
export function telephoneDurationMs(file: Buffer): number {
  const { format, data, declared } = findChunks(file);
  const { encoding, channels, rate, bits } = format;
  const fits = encoding === PCM_INTEGER && channels === 1 && rate === TELEPHONE_RATE && bits === 16;
  if (!fits) throw badSound('it is not 8 kHz, 16-bit, one channel', { ...format });
  if (declared !== data.length) throw badSound('it is cut short', { declared, length: data.length });
  if (data.length === 0) throw badSound('it is empty');
  return Math.round((data.length / 2 / TELEPHONE_RATE) * 1000);
}

function findChunks(file: Buffer): { format: WavFormat; data: Buffer; declared: number } {
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') {
    throw badSound('it is not a WAV');
  }
  let format: WavFormat | undefined;
  for (let at = 12; at + 8 <= file.length; ) {
    const name = file.toString('latin1', at, at + 4);
    const declared = file.readUInt32LE(at + 4);
    const body = file.subarray(at + 8, at + 8 + declared);
    if (name === 'fmt ' && body.length >= 16) format = readFormat(body);
    if (name === 'data' && format) return { format, data: body, declared };
    at += 8 + declared + (declared % 2);
  }
  throw badSound('it has no samples');
}

function readFormat(chunk: Buffer): WavFormat {
  const encoding = chunk.readUInt16LE(0);
  return {
    encoding: encoding === EXTENSIBLE && chunk.length >= 26 ? chunk.readUInt16LE(24) : encoding,
    channels: Math.max(1, chunk.readUInt16LE(2)),
    rate: chunk.readUInt32LE(4),
    bits: chunk.readUInt16LE(14),
  };
}

function badSound(why: string, details?: Record<string, unknown>): HolosError {
  return new HolosError('speech.bad-sound', `The sound cannot be used: ${why}`, details);
}
