import { HolosError } from '../../errors.ts';
import type { Pcm } from './wav.ts';

/** Zero crossings of the sinc on each side: more is a steeper filter. */
const CROSSINGS = 20;
/** Of the lower rate's half: what lies above is filtered out before it can fold back as noise. */
const CUTOFF = 0.92;
const KAISER_BETA = 8;

interface Filter {
  /** One row of taps for each place an output sample may have between two input samples. */
  readonly rows: readonly Float32Array[];
  readonly half: number;
}

const filters = new Map<string, Filter>();

/** Changes the rate by a windowed sinc (Kaiser), with one prepared row of taps per phase. About 20 ms for 10 s. */
export function resample({ rate, samples }: Pcm, toRate: number): Pcm {
  if (rate === toRate) return { rate, samples };
  if (!(rate >= 4000 && rate <= 192_000)) {
    throw new HolosError('speech.bad-sound', 'The rate of the sound is out of reason', { rate });
  }
  const common = greatestCommonDivisor(rate, toRate);
  const up = toRate / common;
  const down = rate / common;
  const { rows, half } = filterFor(up, down);
  const result = new Float32Array(Math.floor((samples.length * up) / down));
  for (let i = 0; i < result.length; i++) {
    const position = i * down;
    const taps = rows[position % up] ?? new Float32Array();
    const first = Math.floor(position / up) - half + 1;
    const from = Math.max(0, -first);
    const to = Math.min(taps.length, samples.length - first);
    let sum = 0;
    for (let tap = from; tap < to; tap++) sum += (taps[tap] ?? 0) * (samples[first + tap] ?? 0);
    result[i] = sum;
  }
  return { rate: toRate, samples: result };
}

function filterFor(up: number, down: number): Filter {
  const name = `${up}/${down}`;
  const known = filters.get(name);
  if (known) return known;
  const cutoff = CUTOFF * Math.min(1, up / down);
  const half = Math.ceil(CROSSINGS / cutoff);
  const rows = Array.from({ length: up }, (_, phase) => {
    const row = Float32Array.from({ length: 2 * half }, (__, tap) => {
      const distance = tap - half + 1 - phase / up;
      return cutoff * sinc(cutoff * distance) * kaiser(distance / half);
    });
    const sum = row.reduce((total, tap) => total + tap, 0);
    return row.map((tap) => tap / sum);
  });
  const filter = { rows, half };
  filters.set(name, filter);
  return filter;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** The Kaiser window over -1…1. */
function kaiser(x: number): number {
  if (Math.abs(x) >= 1) return 0;
  return bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel(KAISER_BETA);
}

/** The modified Bessel function of the first kind, order zero, by its series. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > 1e-9 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
