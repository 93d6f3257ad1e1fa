/**
 * Normalised cross-correlation (NCC): how alike two sounds are, whatever their loudness: 1 the same, 0 nothing in common.
 * For samples x and t:  Σ x·t / √(Σ x² · Σ t²).
 */
export function alike(x: Int16Array, xAt: number, t: Int16Array, tAt: number, length: number): number {
  if (xAt < 0 || xAt + length > x.length || tAt + length > t.length) return 0;
  let [xt, xx, tt] = [0, 0, 0];
  for (let i = 0; i < length; i++) {
    const a = x[xAt + i] as number;
    const b = t[tAt + i] as number;
    xt += a * b;
    xx += a * a;
    tt += b * b;
  }
  return xx === 0 || tt === 0 ? 0 : xt / Math.sqrt(xx * tt);
}

/** Root mean square of some samples: their loudness, in the samples' own unit (0 to 32768). */
export function loudness(x: Int16Array, at: number, length: number): number {
  let sum = 0;
  const end = Math.min(x.length, at + length);
  for (let i = Math.max(0, at); i < end; i++) sum += (x[i] as number) ** 2;
  return end > at ? Math.sqrt(sum / (end - at)) : 0;
}

/** Softer than this (about −60 dB of the loudest) is silence: a match there would be a match of noise. */
export const silentLoudness = 32;
