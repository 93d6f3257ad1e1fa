import { expect, test } from 'vitest';
import { loudness } from '../sound/level.ts';
import { readWav } from '../sound/wav.ts';
import { finishTake } from './judge-take.ts';

const rate = 44_100;

/** A voice-like tone of this peak between half a second of soft noise on either side. */
function take({ seconds = 2, peak = 0.2, noise = 0.0002 } = {}) {
  const half = rate / 2;
  const samples = Float32Array.from({ length: Math.round(seconds * rate) + rate }, (_, i) => {
    const voiced = i >= half && i < half + seconds * rate && i % rate > rate / 10;
    const tone = voiced ? peak * Math.sin(i / 20) : 0;
    return Math.max(-1, Math.min(1, tone + noise * Math.sin(i * i)));
  });
  return { rate, samples };
}

function turnedDown({ samples }: { samples: Float32Array }, gain: number) {
  const steps = 32_768;
  return { rate, samples: samples.map((x) => Math.round(x * gain * steps) / steps) };
}

test('a good recording comes out at the house level, without its silence, for both rates', () => {
  const { telephone, wide, durationMs, remarks } = finishTake(take(), 2000);
  expect(remarks).toEqual([]);
  expect(Math.abs(durationMs - 2100)).toBeLessThan(30);
  for (const [file, hertz] of [
    [telephone, 8000],
    [wide, 16_000],
  ] as const) {
    const pcm = readWav(file);
    expect(pcm.rate).toBe(hertz);
    expect(Math.abs(pcm.samples.length / hertz - 2.1)).toBeLessThan(0.03);
    expect(Math.abs(loudness(pcm).voicedDbfs + 19)).toBeLessThan(1);
  }
});

test.each([
  ['take.silent', take({ peak: 0, noise: 0 })],
  ['take.too-quiet', take({ peak: 0.003, noise: 0 })],
  ['take.clipped', take({ peak: 4 })],
  ['take.clipped', turnedDown(take({ peak: 4 }), 0.3)],
  ['take.too-short', take({ seconds: 0.03 })],
  ['take.too-long', take({ seconds: 12.2 })],
  ['take.too-long', { rate, samples: new Float32Array(rate * 61) }],
  ['take.rate', { ...take(), rate: 6000 }],
])('%s', (code, raw) => {
  expect(() => finishTake(raw)).toThrow(expect.objectContaining({ code }));
});

test('noise, and a length that is not that of the text, are told', () => {
  expect(finishTake(take({ noise: 0.03 })).remarks).toEqual(['noisy']);
  expect(finishTake(take(), 6000).remarks).toEqual(['unlike-text']);
  expect(finishTake(take(), 500).remarks).toEqual(['unlike-text']);
});
