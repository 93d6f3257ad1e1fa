import { alike, loudness, silentLoudness } from './alike.ts';
import { Fft } from './fft.ts';
import { beginOfTorn, longestDelay } from './torn.ts';

/** A place where one of the sought sounds begins. */
export interface Find {
  /** Which of the sought sounds. */
  readonly index: number;
  /** The sample at which it begins. */
  readonly at: number;
  readonly ncc: number;
}

/** The search is done at half the rate, where it costs a quarter, and each find is then measured at the full one. */
const thinning = 2;
/** The first half second is searched for, and each find then measured in full: that takes half of the transform. */
const searchedLength = 4000;
/** A rough find is a little less alike than it is when it is measured. */
const slack = 0.1;
/** Of a sound that is torn somewhere at least so much is in its place. */
const leastInPlace = 0.4;
/** A find that is so much alike needs no second look. */
const plainly = 0.97;
/** Places so far from each other (2 ms, in thinned samples) are looked at one by one. */
const apart = 8;
/** Finds of the same sound so near to each other (60 ms) are one. */
const longestHum = 480;
/** Within so many samples (20 ms) a sound that begins is heard. */
const onset = 160;

interface Settled extends Find {
  readonly torn: boolean;
}

interface Peak {
  /** In thinned samples. */
  readonly lag: number;
  readonly ncc: number;
}

interface Spectrum {
  re: Float64Array;
  im: Float64Array;
}

/**
 * Looks for several short sounds in a long one with Fourier transforms. At half the rate a bright sound is not alike to itself one
 * sample later, so each is sought as it is at even and at odd samples: one is put into the real part and one into the imaginary
 * part, so that one transform serves both. It is what the tests with calls spend most of the processor on: so its loops are plain
 * ones, and its arrays are used again.
 */
export class Finder {
  /** The length of the longest sought sound, in samples. */
  readonly length: number;
  readonly #sought: readonly Int16Array[];
  readonly #findsTorn: boolean;
  /** Each sought sound from its first and from its second sample on, and the sum of the squares of each. */
  readonly #thin: readonly Float64Array[];
  readonly #thinEnergy: readonly number[];
  readonly #fft: Fft;
  readonly #pairs: Spectrum[] = [];
  readonly #block: Spectrum;
  readonly #product: Spectrum;
  /** Up to each sample of the block, the sum of the squares before it. */
  readonly #energy: Float64Array;
  /** So many samples of the long sound are searched with one block. */
  readonly #stride: number;

  /** @param options.torn whether a sound counts that a late or lost packet has torn */
  constructor(sought: readonly Int16Array[], { torn = false } = {}) {
    this.#sought = sought;
    this.#findsTorn = torn;
    this.length = Math.max(2, ...sought.map((one) => one.length));
    const searched = Math.min(this.length, searchedLength);
    this.#thin = sought.flatMap((one) =>
      [0, 1].map((from) =>
        thinned(one, from, new Float64Array(Math.floor(Math.min(one.length - from, searched) / thinning))),
      ),
    );
    this.#thinEnergy = this.#thin.map((one) => one.reduce((sum, value) => sum + value * value, 0));
    const size = 2 ** Math.ceil(Math.log2(Math.max(searched, 2048)));
    this.#stride = size * thinning - searched;
    this.#fft = new Fft(size);
    this.#block = emptySpectrum(size);
    this.#product = emptySpectrum(size);
    this.#energy = new Float64Array(size + 1);
    for (let i = 0; i < this.#thin.length; i += 2) this.#pairs.push(this.#transformPair(i));
  }

  /** All places from sample `from` to before `to` where one begins; the whole of it must be in `x` already. */
  find(x: Int16Array, from: number, to: number, least: number): Find[] {
    const finds: Settled[] = [];
    const stride = this.#stride;
    const roughly = this.#findsTorn ? Math.min(least, leastInPlace) : least - slack;
    for (let at = Math.max(0, from); at < to; at += stride) {
      const range = Math.min(to, at + stride) - at;
      // What is sought is loud from its first moment: it does not begin where all is silent.
      if (loudness(x, at, range + onset) < silentLoudness / 2) continue;
      const lags = Math.min(Math.ceil(range / thinning), this.#fft.size);
      for (const rough of this.#findInBlock(x, at, lags, roughly)) {
        if (finds.some((known) => !known.torn && known.ncc > plainly && areNear(known, rough))) continue;
        const find = this.#settled(x, rough, least);
        if (find) addBest(finds, find);
      }
    }
    return finds.sort((a, b) => a.at - b.at || b.ncc - a.ncc);
  }

  /** What a rough find is, seen closely: the sound, whole or torn, or another one. */
  #settled(x: Int16Array, rough: Find, least: number): Settled | undefined {
    const sought = this.#sought[rough.index] as Int16Array;
    const close = measured(x, rough, sought, Math.min(sought.length, searchedLength));
    const ncc = alike(x, close.at, sought, 0, sought.length);
    if (ncc >= least) return { ...close, ncc, torn: false };
    const torn = this.#findsTorn ? beginOfTorn(x, rough.at, sought) : undefined;
    return torn && { ...rough, ...torn, torn: true };
  }

  #findInBlock(x: Int16Array, at: number, lags: number, least: number): Find[] {
    const block = this.#block;
    thinned(x, at, block.re);
    block.im.fill(0);
    sumSquares(block.re, this.#energy);
    this.#fft.forward(block.re, block.im);
    const finds: Find[] = [];
    this.#pairs.forEach((pair, index) => {
      multiply(block, pair, this.#product);
      this.#fft.inverse(this.#product.re, this.#product.im);
      for (const [from, correlation] of [this.#product.re, this.#product.im].entries())
        for (const { lag, ncc } of this.#peaks(correlation, 2 * index + from, lags, least))
          finds.push({ index, at: at + lag * thinning - from, ncc });
    });
    return finds;
  }

  /** The highest place of each run of places that are alike enough. */
  #peaks(correlation: Float64Array, thin: number, lags: number, least: number): Peak[] {
    const sought = this.#thin[thin];
    if (!sought) return [];
    const energy = this.#energy;
    const ofSought = this.#thinEnergy[thin] as number;
    const leastSquare = least * least * ofSought;
    const floor = (silentLoudness / 2) ** 2 * sought.length;
    const last = Math.min(lags, energy.length - sought.length);
    const peaks: Peak[] = [];
    let best: Peak | undefined;
    for (let lag = 0; lag < last; lag++) {
      const correlated = correlation[lag] as number;
      if (correlated <= 0) continue;
      const heard = (energy[lag + sought.length] as number) - (energy[lag] as number);
      // The square root is left to the few places that are alike enough.
      if (heard < floor || correlated * correlated < leastSquare * heard) continue;
      const ncc = correlated / Math.sqrt(heard * ofSought);
      if (best && lag - best.lag > apart) peaks.push(best);
      if (!best || lag - best.lag > apart || ncc > best.ncc) best = { lag, ncc };
    }
    return best ? [...peaks, best] : peaks;
  }

  /**
   * conj(A) + i·conj(B): multiplied with X and transformed back, A's correlation is the real part, B's the imaginary one. The
   * division that the inverse transform leaves to do is done here, once.
   */
  #transformPair(index: number): Spectrum {
    const [first, second] = [this.#transform(this.#thin[index]), this.#transform(this.#thin[index + 1])];
    const { size } = this.#fft;
    return {
      re: first.re.map((value, i) => (value + (second.im[i] as number)) / size),
      im: first.im.map((value, i) => ((second.re[i] as number) - value) / size),
    };
  }

  #transform(sound: Float64Array | undefined): Spectrum {
    const spectrum = emptySpectrum(this.#fft.size);
    if (sound) spectrum.re.set(sound);
    this.#fft.forward(spectrum.re, spectrum.im);
    return spectrum;
  }
}

/** Of a torn sound either half may have been found. */
const areNear = (known: Settled, other: Settled | Find) => {
  const isTorn = known.torn || ('torn' in other && other.torn);
  return known.index === other.index && Math.abs(known.at - other.at) <= (isTorn ? longestDelay : longestHum);
};

const isBetter = (one: Settled, other: Settled) =>
  one.torn === other.torn ? one.ncc > other.ncc : other.torn;

/** Voices hum: a sound is a little like itself a few hums later. Of finds so near to each other the best one is meant. */
function addBest(finds: Settled[], find: Settled): void {
  const near = finds.findIndex((known) => areNear(known, find));
  if (near < 0) finds.push(find);
  else if (isBetter(find, finds[near] as Settled)) finds[near] = find;
}

/** Where near a rough find the first `length` samples are most alike. */
function measured(x: Int16Array, rough: Find, sought: Int16Array, length: number): Find {
  let best = { ...rough, ncc: 0 };
  for (let at = rough.at - 3; at <= rough.at + 3; at++) {
    const ncc = alike(x, at, sought, 0, length);
    if (ncc > best.ncc) best = { ...rough, at, ncc };
  }
  return best;
}

const emptySpectrum = (size: number): Spectrum => ({
  re: new Float64Array(size),
  im: new Float64Array(size),
});

/** Fills `into` with the sound from sample `at` on at half the rate; what comes after its end is silence. */
function thinned(x: Int16Array, at: number, into: Float64Array): Float64Array {
  const there = Math.max(0, Math.min(into.length, Math.floor((x.length - at) / thinning)));
  for (let i = 0; i < there; i++)
    into[i] = ((x[at + 2 * i] as number) + (x[at + 2 * i + 1] as number)) / thinning;
  into.fill(0, there);
  return into;
}

function sumSquares(x: Float64Array, into: Float64Array): void {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    sum += (x[i] as number) ** 2;
    into[i + 1] = sum;
  }
}

function multiply(a: Spectrum, b: Spectrum, into: Spectrum): void {
  for (let i = 0; i < a.re.length; i++) {
    const ar = a.re[i] as number;
    const ai = a.im[i] as number;
    const br = b.re[i] as number;
    const bi = b.im[i] as number;
    into.re[i] = ar * br - ai * bi;
    into.im[i] = ar * bi + ai * br;
  }
}
