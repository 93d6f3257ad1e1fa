import { describe, expect, it } from 'vitest';
import { type Codec, decode, encode, silentByte } from './g711.ts';

describe.each<Codec>(['alaw', 'ulaw'])('%s', (codec) => {
  it('gives every byte back', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const values = decode(codec, bytes);
    expect(decode(codec, encode(codec, values))).toEqual(values);
  });

  it('is off by at most 4% of a loud sample', () => {
    const samples = Int16Array.from({ length: 300 }, (_, i) => (i - 150) * 210);
    const back = decode(codec, encode(codec, samples));
    samples.forEach((sample, i) => {
      expect(Math.abs((back[i] as number) - sample)).toBeLessThanOrEqual(
        Math.max(16, Math.abs(sample) * 0.04),
      );
    });
  });

  it('has a byte for silence', () => {
    expect(Math.abs(decode(codec, Uint8Array.of(silentByte(codec)))[0] as number)).toBeLessThanOrEqual(8);
  });
});

it('decodes as ITU-T G.711 says', () => {
  expect([...decode('alaw', Uint8Array.of(0xd5, 0x55, 0xaa, 0x2a))]).toEqual([8, -8, 32256, -32256]);
  expect([...decode('ulaw', Uint8Array.of(0xff, 0x80, 0x00))]).toEqual([0, 32124, -32124]);
});
