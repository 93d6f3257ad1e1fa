import { Fft } from './fft.ts';

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

/** A place where one of the sought sounds begins. */
export interface Find {
  /** Which of the sought sounds. */
  readonly index: number;
  /** The sample at which it begins. */
  readonly at: number;
  readonly ncc: number;
}

/** Softer than this (about −60 dB of the loudest) is silence: a match there would be a match of noise. */
export const silentLoudness = 32;
/** The search is done at half the rate, where it costs a quarter, and each find is then measured at the full one. */
const thinning = 2;
const slack = 0.1;
/** Within so many samples (20 ms) a sound that begins is heard. */
const onset = 160;

interface Spectrum {
  re: Float64Array;
  im: Float64Array;
}

/**
 * Looks for several short sounds in a long one with Fourier transforms: of each pair of sought sounds one is put into the
 * real part and one into the imaginary part, so that one transform serves two.
 */
export class Finder {
  /** The length of the longest sought sound, in samples. */
  readonly length: number;
  readonly #sought: readonly Int16Array[];
  readonly #thin: readonly Float64Array[];
  readonly #fft: Fft;
  readonly #pairs: Spectrum[] = [];

  constructor(sought: readonly Int16Array[]) {
    this.#sought = sought;
    this.length = Math.max(2, ...sought.map((one) => one.length));
    this.#thin = sought.map((one) => thinned(one, 0, Math.floor(one.length / thinning)));
    this.#fft = new Fft(2 ** Math.ceil(Math.log2(Math.max(this.length, 2048))));
    for (let i = 0; i < sought.length; i += 2) this.#pairs.push(this.#transformPair(i));
  }

  /** All places from sample `from` to before `to` where one begins; the whole of it must be in `x` already. */
  find(x: Int16Array, from: number, to: number, least: number): Find[] {
    const finds: Find[] = [];
    const size = this.#fft.size;
    const stride = size * thinning - this.length;
    for (let at = Math.max(0, from); at < to; at += stride) {
      const range = Math.min(to, at + stride) - at;
      // What is sought is loud from its first moment: it does not begin where all is silent.
      if (loudness(x, at, range + onset) < silentLoudness / 2) continue;
      const lags = Math.ceil(range / thinning);
      for (const rough of this.#findInBlock(x, at, lags, least - slack)) {
        const exact = this.#measure(x, rough);
        if (exact.ncc >= least) finds.push(exact);
      }
    }
    return finds.sort((a, b) => a.at - b.at || b.ncc - a.ncc);
  }

  #findInBlock(x: Int16Array, at: number, lags: number, least: number): Find[] {
    const size = this.#fft.size;
    const block = { re: thinned(x, at, size), im: new Float64Array(size) };
    const energy = new Float64Array(size + 1);
    block.re.forEach((value, i) => {
      energy[i + 1] = (energy[i] as number) + value * value;
    });
    this.#fft.forward(block.re, block.im);
    return this.#pairs.flatMap((pair, p) => {
      const product = multiply(block, pair);
      this.#fft.inverse(product.re, product.im);
      return [product.re, product.im].flatMap((correlation, i) =>
        this.#peaks(correlation, 2 * p + i, energy, Math.min(lags, size), least).map((find) => ({
          ...find,
          at: at + find.at * thinning,
        })),
      );
    });
  }

  /** The highest place of each run of places that are alike enough. */
  #peaks(
    correlation: Float64Array,
    index: number,
    energy: Float64Array,
    lags: number,
    least: number,
  ): Find[] {
    const sought = this.#thin[index];
    if (!sought) return [];
    const norm = Math.sqrt(sought.reduce((sum, value) => sum + value * value, 0));
    const floor = (silentLoudness / 2) * Math.sqrt(sought.length);
    const last = Math.min(lags, energy.length - sought.length);
    const peaks: Find[] = [];
    let best: Find | undefined;
    for (let lag = 0; lag < last; lag++) {
      const heard = Math.sqrt((energy[lag + sought.length] as number) - (energy[lag] as number));
      if (heard < floor) continue;
      const ncc = (correlation[lag] as number) / (heard * norm);
      if (ncc < least) continue;
      if (best && lag - best.at > 40) peaks.push(best);
      if (!best || lag - best.at > 40 || ncc > best.ncc) best = { index, at: lag, ncc };
    }
    return best ? [...peaks, best] : peaks;
  }

  #measure(x: Int16Array, rough: Find): Find {
    const sought = this.#sought[rough.index] as Int16Array;
    let best = { ...rough, ncc: 0 };
    for (let at = rough.at - 3; at <= rough.at + 3; at++) {
      const ncc = alike(x, at, sought, 0, sought.length);
      if (ncc > best.ncc) best = { ...rough, at, ncc };
    }
    return best;
  }

  /** conj(A) + i·conj(B): multiplied with X and transformed back, A's correlation is the real part, B's the imaginary one. */
  #transformPair(index: number): Spectrum {
    const [first, second] = [this.#transform(this.#thin[index]), this.#transform(this.#thin[index + 1])];
    return {
      re: first.re.map((value, i) => value + (second.im[i] as number)),
      im: first.im.map((value, i) => (second.re[i] as number) - value),
    };
  }

  #transform(sound: Float64Array | undefined): Spectrum {
    const spectrum = { re: new Float64Array(this.#fft.size), im: new Float64Array(this.#fft.size) };
    if (sound) spectrum.re.set(sound);
    this.#fft.forward(spectrum.re, spectrum.im);
    return spectrum;
  }
}

function thinned(x: Int16Array, at: number, length: number): Float64Array {
  return Float64Array.from(
    { length },
    (_, i) => ((x[at + 2 * i] ?? 0) + (x[at + 2 * i + 1] ?? 0)) / thinning,
  );
}

function multiply(a: Spectrum, b: Spectrum): Spectrum {
  const size = a.re.length;
  const product = { re: new Float64Array(size), im: new Float64Array(size) };
  for (let i = 0; i < size; i++) {
    const ar = a.re[i] as number;
    const ai = a.im[i] as number;
    const br = b.re[i] as number;
    const bi = b.im[i] as number;
    product.re[i] = ar * br - ai * bi;
    product.im[i] = ar * bi + ai * br;
  }
  return product;
}
