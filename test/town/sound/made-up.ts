import { rate } from './wav.ts';

/** The same pseudo-random numbers, from 0 to 1, for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Sound like speech, always the same for one seed: syllables of 120 to 300 ms with a pitch and two overtones that wander. */
export function babble(seed: number, seconds: number): Int16Array {
  const random = seeded(seed);
  const samples = new Int16Array(Math.round(seconds * rate));
  let phase = 0;
  for (let at = 0; at < samples.length; ) {
    const length = Math.round((0.12 + 0.18 * random()) * rate);
    const [pitch, bend, second, third] = [90 + 120 * random(), 0.8 + 0.4 * random(), random(), random()];
    for (let i = 0; i < length && at + i < samples.length; i++) {
      phase += (2 * Math.PI * pitch * (1 + ((bend - 1) * i) / length)) / rate;
      const wave =
        Math.sin(phase) + second * Math.sin(3 * phase) + third * Math.sin(7 * phase) + 0.3 * (random() - 0.5);
      samples[at + i] = Math.round(5000 * Math.sin((Math.PI * i) / length) * wave);
    }
    at += length + Math.round(0.04 * random() * rate);
  }
  return samples;
}

/** Sounds one after the other, numbers being seconds of silence. */
export function joined(...parts: (Int16Array | number)[]): Int16Array {
  const sounds = parts.map((part) =>
    typeof part === 'number' ? new Int16Array(Math.round(part * rate)) : part,
  );
  const all = new Int16Array(sounds.reduce((sum, sound) => sum + sound.length, 0));
  let at = 0;
  for (const sound of sounds) {
    all.set(sound, at);
    at += sound.length;
  }
  return all;
}

/** As it comes out of a telephone: softer or louder, with noise of this loudness (root mean square). */
export function overTheLine(sound: Int16Array, gain: number, noise: number, seed = 1): Int16Array {
  const random = seeded(seed);
  const hiss = noise * Math.sqrt(12);
  return sound.map((value) => Math.max(-32768, Math.min(32767, value * gain + (random() - 0.5) * hiss)));
}
