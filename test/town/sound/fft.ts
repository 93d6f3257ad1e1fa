/**
 * A fast Fourier transform of one size (a power of two), in place, on separate real and imaginary parts.
 *
 * The spectrum is left in bit-reversed order, and the inverse takes it so: whoever only multiplies spectra with each other need not
 * know, and sorting takes long. Two steps are made in each pass over the arrays, which are too long for the fastest memory.
 */
export class Fft {
  readonly size: number;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;

  constructor(size: number) {
    this.size = size;
    this.#cos = Float64Array.from({ length: size }, (_, i) => Math.cos((2 * Math.PI * i) / size));
    this.#sin = Float64Array.from({ length: size }, (_, i) => Math.sin((2 * Math.PI * i) / size));
  }

  /** Samples become their spectrum. */
  forward(re: Float64Array, im: Float64Array): void {
    let length = this.size;
    for (; length >= 4; length /= 4) this.#split(re, im, length / 4);
    if (length === 2) addPairs(re, im);
  }

  /** A spectrum becomes its samples, each times the size. */
  inverse(re: Float64Array, im: Float64Array): void {
    let quarter = 1;
    // Of an odd number of steps the first is made alone.
    if (Math.log2(this.size) % 2 === 1) {
      addPairs(re, im);
      quarter = 2;
    }
    for (; quarter < this.size; quarter *= 4) this.#join(re, im, quarter);
  }

  /** Decimation in frequency: of four quarters each that follow each other, each becomes a spectrum to be made by itself. */
  #split(re: Float64Array, im: Float64Array, quarter: number): void {
    const [cos, sin] = [this.#cos, this.#sin];
    const step = this.size / (4 * quarter);
    for (let from = 0; from < this.size; from += 4 * quarter) {
      for (let a = from, angle = 0; a < from + quarter; a++, angle += step) {
        const b = a + quarter;
        const c = b + quarter;
        const d = c + quarter;
        const evenRe = (re[a] as number) + (re[c] as number);
        const evenIm = (im[a] as number) + (im[c] as number);
        const leftRe = (re[a] as number) - (re[c] as number);
        const leftIm = (im[a] as number) - (im[c] as number);
        const oddRe = (re[b] as number) + (re[d] as number);
        const oddIm = (im[b] as number) + (im[d] as number);
        const rightRe = (re[b] as number) - (re[d] as number);
        const rightIm = (im[b] as number) - (im[d] as number);
        re[a] = evenRe + oddRe;
        im[a] = evenIm + oddIm;
        const c1 = cos[angle] as number;
        const s1 = sin[angle] as number;
        re[c] = (leftRe + rightIm) * c1 + (leftIm - rightRe) * s1;
        im[c] = (leftIm - rightRe) * c1 - (leftRe + rightIm) * s1;
        const c2 = cos[2 * angle] as number;
        const s2 = sin[2 * angle] as number;
        re[b] = (evenRe - oddRe) * c2 + (evenIm - oddIm) * s2;
        im[b] = (evenIm - oddIm) * c2 - (evenRe - oddRe) * s2;
        const c3 = cos[3 * angle] as number;
        const s3 = sin[3 * angle] as number;
        re[d] = (leftRe - rightIm) * c3 + (leftIm + rightRe) * s3;
        im[d] = (leftIm + rightRe) * c3 - (leftRe - rightIm) * s3;
      }
    }
  }

  /** Undoes `#split`, but for a factor of four. */
  #join(re: Float64Array, im: Float64Array, quarter: number): void {
    const [cos, sin] = [this.#cos, this.#sin];
    const step = this.size / (4 * quarter);
    for (let from = 0; from < this.size; from += 4 * quarter) {
      for (let a = from, angle = 0; a < from + quarter; a++, angle += step) {
        const b = a + quarter;
        const c = b + quarter;
        const d = c + quarter;
        const c1 = cos[angle] as number;
        const s1 = sin[angle] as number;
        const leftRe = (re[c] as number) * c1 - (im[c] as number) * s1;
        const leftIm = (im[c] as number) * c1 + (re[c] as number) * s1;
        const c2 = cos[2 * angle] as number;
        const s2 = sin[2 * angle] as number;
        const oddRe = (re[b] as number) * c2 - (im[b] as number) * s2;
        const oddIm = (im[b] as number) * c2 + (re[b] as number) * s2;
        const c3 = cos[3 * angle] as number;
        const s3 = sin[3 * angle] as number;
        const rightRe = (re[d] as number) * c3 - (im[d] as number) * s3;
        const rightIm = (im[d] as number) * c3 + (re[d] as number) * s3;
        const evenRe = (re[a] as number) + oddRe;
        const evenIm = (im[a] as number) + oddIm;
        const restRe = (re[a] as number) - oddRe;
        const restIm = (im[a] as number) - oddIm;
        re[a] = evenRe + leftRe + rightRe;
        im[a] = evenIm + leftIm + rightIm;
        re[c] = evenRe - leftRe - rightRe;
        im[c] = evenIm - leftIm - rightIm;
        re[b] = restRe - leftIm + rightIm;
        im[b] = restIm + leftRe - rightRe;
        re[d] = restRe + leftIm - rightIm;
        im[d] = restIm - leftRe + rightRe;
      }
    }
  }
}

/** The step between samples that stand side by side: it turns nothing, and is its own inverse but for a factor of two. */
function addPairs(re: Float64Array, im: Float64Array): void {
  for (let a = 0; a < re.length; a += 2) {
    const [ar, ai] = [re[a] as number, im[a] as number];
    const [br, bi] = [re[a + 1] as number, im[a + 1] as number];
    re[a] = ar + br;
    im[a] = ai + bi;
    re[a + 1] = ar - br;
    im[a + 1] = ai - bi;
  }
}
