import type { Pcm } from './wav.ts';

/** Speech on the telephone: its voiced parts at -19 dBFS, no peak above -3 dBFS. */
const VOICED_RMS = decibels(-19);
const PEAK = decibels(-3);
/** Above this, peaks are bent softly towards PEAK instead of being cut off. */
const KNEE = decibels(-8);
/** What is this far below the loudest frame counts as silence. */
const SILENCE = decibels(-40);
const FRAME_MS = 10;
const KEPT_SILENCE_MS = 50;

export function decibels(db: number): number {
  return 10 ** (db / 20);
}

/** Cuts the silence before and after down to 50 ms. Sound without any voice in it comes back empty. */
export function trimmed({ rate, samples }: Pcm, keptMs = KEPT_SILENCE_MS): Pcm {
  const frame = Math.round((rate * FRAME_MS) / 1000);
  const levels = frameLevels(samples, frame);
  const loudest = Math.max(...levels, 0);
  const isVoiced = (level: number) => level > loudest * SILENCE;
  const first = levels.findIndex(isVoiced);
  if (first === -1) return { rate, samples: new Float32Array() };
  const last = levels.findLastIndex(isVoiced);
  const kept = Math.round((rate * keptMs) / 1000);
  const from = Math.max(0, first * frame - kept);
  return { rate, samples: samples.slice(from, (last + 1) * frame + kept) };
}

/** How loud the voice in it is, and how loud what is heard when it pauses; in dBFS, -Infinity for digital silence. */
export function loudness({ rate, samples }: Pcm): { voicedDbfs: number; pauseDbfs: number } {
  const levels = frameLevels(samples, Math.round((rate * FRAME_MS) / 1000)).sort((a, b) => a - b);
  const loudest = levels.at(-1) ?? 0;
  const voiced = levels.filter((level) => level > loudest * decibels(-20));
  const rms = Math.sqrt(voiced.reduce((sum, level) => sum + level * level, 0) / Math.max(1, voiced.length));
  const pause = levels[Math.floor(levels.length / 20)] ?? 0;
  return { voicedDbfs: 20 * Math.log10(rms), pauseDbfs: 20 * Math.log10(pause) };
}

/** Makes every prompt equally loud, whatever engine or voice spoke it. */
export function evened({ rate, samples }: Pcm): Pcm {
  const levels = frameLevels(samples, Math.round((rate * FRAME_MS) / 1000));
  const loudest = Math.max(...levels, 0);
  if (loudest === 0) return { rate, samples };
  const voiced = levels.filter((level) => level > loudest * decibels(-20));
  const rms = Math.sqrt(voiced.reduce((sum, level) => sum + level * level, 0) / voiced.length);
  const gain = VOICED_RMS / rms;
  return { rate, samples: samples.map((sample) => limited(sample * gain)) };
}

/** The same sound with its highest peak at this level. */
export function peakAt({ rate, samples }: Pcm, peakDbfs: number): Pcm {
  const peak = samples.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0);
  const gain = peak === 0 ? 1 : decibels(peakDbfs) / peak;
  return { rate, samples: samples.map((sample) => sample * gain) };
}

function limited(sample: number): number {
  const size = Math.abs(sample);
  if (size <= KNEE) return sample;
  const room = PEAK - KNEE;
  return Math.sign(sample) * (KNEE + room * Math.tanh((size - KNEE) / room));
}

/** The root mean square of each frame. */
function frameLevels(samples: Float32Array, frame: number): number[] {
  return Array.from({ length: Math.ceil(samples.length / frame) }, (_, i) => {
    const part = samples.subarray(i * frame, (i + 1) * frame);
    return Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / part.length);
  });
}
