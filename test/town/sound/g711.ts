/** ITU-T G.711: the two ways telephone networks put a 16-bit sample into 8 bits. */
export type Codec = 'alaw' | 'ulaw';

/** RFC 3551's payload types. */
export const payloadType: Record<Codec, number> = { ulaw: 0, alaw: 8 };

const decoded: Record<Codec, Int16Array> = {
  alaw: Int16Array.from({ length: 256 }, (_, byte) => alawToLinear(byte)),
  ulaw: Int16Array.from({ length: 256 }, (_, byte) => ulawToLinear(byte)),
};

const encoded: Record<Codec, Uint8Array> = { alaw: encodingTable('alaw'), ulaw: encodingTable('ulaw') };

export function decode(codec: Codec, bytes: Uint8Array): Int16Array {
  const table = decoded[codec];
  const samples = new Int16Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) samples[i] = table[bytes[i] as number] as number;
  return samples;
}

export function encode(codec: Codec, samples: Int16Array): Uint8Array {
  const table = encoded[codec];
  const bytes = new Uint8Array(samples.length);
  for (let i = 0; i < samples.length; i++) bytes[i] = table[(samples[i] as number) + 32768] as number;
  return bytes;
}

/** The byte that means silence. */
export function silentByte(codec: Codec): number {
  return encoded[codec][32768] as number;
}

function alawToLinear(byte: number): number {
  const bits = byte ^ 0x55;
  const exponent = (bits >> 4) & 7;
  const mantissa = ((bits & 15) << 4) + 8;
  const size = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
  return bits & 0x80 ? size : -size;
}

function ulawToLinear(byte: number): number {
  const bits = ~byte & 0xff;
  const size = ((((bits & 15) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
  return bits & 0x80 ? -size : size;
}

/** For each 16-bit sample the byte whose value is nearest, found by walking the sorted values once. */
function encodingTable(codec: Codec): Uint8Array {
  const values = [...decoded[codec]]
    .map((value, byte) => ({ value, byte }))
    .sort((a, b) => a.value - b.value);
  const table = new Uint8Array(65536);
  let at = 0;
  for (let sample = -32768; sample < 32768; sample++) {
    while (at + 1 < values.length && nearer(values[at + 1], values[at], sample)) at++;
    table[sample + 32768] = values[at]?.byte ?? 0;
  }
  return table;
}

function nearer(a: { value: number } | undefined, b: { value: number } | undefined, sample: number): boolean {
  return Math.abs((a?.value ?? 0) - sample) <= Math.abs((b?.value ?? 0) - sample);
}
