import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flatTops } from './cut-off.ts';
import { decibels, evened, trimmed } from './level.ts';
import { resample } from './resample.ts';
import { readWav, telephoneDurationMs, writeWav } from './wav.ts';

function sine(hertz: number, rate: number, seconds: number, gain = 0.5): Float32Array {
  return Float32Array.from(
    { length: rate * seconds },
    (_, i) => gain * Math.sin((2 * Math.PI * hertz * i) / rate),
  );
}

const rms = (samples: Float32Array) => Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);
const peak = (samples: Float32Array) => samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
const badSound = expect.objectContaining({ code: 'speech.bad-sound' });

describe('WAV', () => {
  test('what is written is read again, to the last bit', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -0x7fff, max: 0x7fff }), { minLength: 1 }), (whole) => {
        const wav = writeWav({ rate: 8000, samples: Float32Array.from(whole, (x) => x / 0x7fff) });
        expect(
          writeWav({ rate: 8000, samples: readWav(wav).samples.map((x) => (x * 0x8000) / 0x7fff) }),
        ).toEqual(wav);
      }),
    );
  });

  test('a size that a pipe could not know means "to the end"', () => {
    const wav = writeWav({ rate: 22050, samples: sine(440, 22050, 0.1) });
    wav.writeUInt32LE(0x7ffff000, 40);
    expect(readWav(wav)).toMatchObject({ rate: 22050, samples: { length: 2205 } });
  });

  test('silence fills the last frame, so that Asterisk plays all of it', () => {
    const { samples } = readWav(writeWav({ rate: 8000, samples: sine(440, 8000, 1).subarray(0, 7601) }));
    expect(samples.length).toBe(7680);
    expect(rms(samples.subarray(7520, 7601))).toBeGreaterThan(0.3);
    expect(peak(samples.subarray(7601))).toBe(0);
  });

  test('only a whole 8 kHz sound is one that Asterisk can play as it is', () => {
    const wav = writeWav({ rate: 8000, samples: sine(440, 8000, 1) });
    expect(telephoneDurationMs(wav)).toBe(1000);
    expect(() => telephoneDurationMs(wav.subarray(0, 9000))).toThrow(badSound);
    expect(() => telephoneDurationMs(writeWav({ rate: 16000, samples: sine(440, 16000, 1) }))).toThrow(
      badSound,
    );
    expect(() => telephoneDurationMs(writeWav({ rate: 8000, samples: new Float32Array() }))).toThrow(
      badSound,
    );
    expect(() => telephoneDurationMs(Buffer.from('no sound at all'))).toThrow(badSound);
  });
});

describe('resampling to the telephone', () => {
  test.each([11025, 16000, 22050, 24000, 44100, 48000])(
    '%i Hz: a tone keeps its length and its level',
    (rate) => {
      const { samples } = resample({ rate, samples: sine(1000, rate, 1) }, 8000);
      expect(samples.length).toBe(8000);
      const expected = sine(1000, 8000, 1);
      const error = samples.subarray(200, 7800).map((x, i) => x - (expected[i + 200] ?? 0));
      expect(rms(error)).toBeLessThan(decibels(-60));
    },
  );

  test('what the telephone cannot carry does not fold back as a whistle', () => {
    const { samples } = resample({ rate: 22050, samples: sine(5000, 22050, 1) }, 8000);
    expect(rms(samples.subarray(200, 7800))).toBeLessThan(decibels(-65));
  });
});

describe('loudness', () => {
  test('quiet and loud voices come out alike, and never above -3 dBFS', () => {
    const levels = [0.01, 0.1, 1].map((gain) => {
      const { samples } = evened({ rate: 8000, samples: sine(300, 8000, 1, gain) });
      expect(peak(samples)).toBeLessThanOrEqual(decibels(-3));
      return rms(samples);
    });
    for (const level of levels) expect(20 * Math.log10(level)).toBeCloseTo(-19, 0);
  });

  test('a burst in soft speech is held back, not cut off', () => {
    const samples = sine(300, 8000, 1, 0.05);
    samples.set(sine(300, 8000, 0.02, 1), 4000);
    expect(peak(evened({ rate: 8000, samples }).samples)).toBeLessThanOrEqual(decibels(-3));
  });

  test('silence around the voice is cut to 50 ms', () => {
    const samples = new Float32Array(8000 * 3);
    samples.set(sine(300, 8000, 1), 8000);
    expect(trimmed({ rate: 8000, samples }).samples.length).toBe(8000 + 2 * 400);
    expect(trimmed({ rate: 8000, samples: new Float32Array(800) }).samples.length).toBe(0);
  });
});

describe('peaks that are cut off', () => {
  const inSteps = (samples: Float32Array) => samples.map((x) => Math.round(x * 32_768) / 32_768);
  const rates = fc.constantFrom(8_000, 16_000, 22_050, 44_100, 48_000, 192_000);

  test('no wave of a voice is flat at its top, at whatever rate and however loud', () => {
    fc.assert(
      fc.property(
        rates,
        fc.integer({ min: 50, max: 1_000 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (rate, hertz, gain) => {
          expect(flatTops({ rate, samples: inSteps(sine(hertz, rate, 0.2, gain)) })).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('one that was cut off is, also when it was turned down afterwards', () => {
    fc.assert(
      fc.property(
        rates,
        fc.integer({ min: 80, max: 300 }),
        fc.double({ min: 0.2, max: 1, noNaN: true }),
        (rate, hertz, gain) => {
          const cut = sine(hertz, rate, 0.2, 2).map((x) => gain * Math.max(-1, Math.min(1, x)));
          expect(flatTops({ rate, samples: inSteps(cut) })).toBeGreaterThan(10);
        },
      ),
      { numRuns: 60 },
    );
  });
});
