import { writeFileSync } from 'node:fs';
import path from 'node:path';

/** One caller of the day. Times are seconds, to the millisecond: hardly anything happens in the same moment. `atS` from the opening at 8:00. */
export interface Arrival {
  readonly atS: number;
  readonly queue: 'emergency' | 'dispatcher' | 'requests';
  readonly talkS: number;
  /** He hangs up when nobody has picked up after so long. */
  readonly patienceS: number;
}

export const dayFile = path.join(import.meta.dirname, 'day.csv');

/** Callers an hour from 8:00 to 20:00: a peak in the morning, a lower one after work. */
const callersAnHour = [75, 142, 150, 130, 95, 75, 70, 80, 100, 120, 85, 45];
const shares = { emergency: 0.04, requests: 0.4 };

/** A day of calls from a seed: arrivals of a Poisson process whose rate changes by the hour, log-normal talks, and patience that is exponential above a least. */
export function makeDay(seed: number): Arrival[] {
  const random = generator(seed);
  const day: Arrival[] = [];
  const highest = Math.max(...callersAnHour);
  // Thinning: as many candidates as at the peak, of which an hour keeps its share.
  for (let atS = 0; ; ) {
    atS += exponential(random, 3600 / highest);
    const rate = callersAnHour[Math.floor(atS / 3600)];
    if (rate === undefined) return day;
    if (random() > rate / highest) continue;
    const drawn = random();
    const queue =
      drawn < shares.emergency
        ? 'emergency'
        : drawn < shares.emergency + shares.requests
          ? 'requests'
          : 'dispatcher';
    const talkS = toMs(Math.max(10, Math.exp(4.7 + 0.6 * normal(random))));
    const patienceS = toMs(30 + exponential(random, 420));
    day.push({ atS: toMs(atS), queue, talkS, patienceS });
  }
}

export function asCsv(day: readonly Arrival[]): string {
  const rows = day.map(({ atS, queue, talkS, patienceS }) => `${atS},${queue},${talkS},${patienceS}`);
  return ['at_s,queue,talk_s,patience_s', ...rows, ''].join('\n');
}

export function fromCsv(text: string): Arrival[] {
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => {
      const [at, queue, talk, patience] = row.split(',');
      return {
        atS: Number(at),
        queue: queue as Arrival['queue'],
        talkS: Number(talk),
        patienceS: Number(patience),
      };
    });
}

/** Park and Miller's: the same numbers on every machine. From above 0 to below 1. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function toMs(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

function exponential(random: () => number, mean: number): number {
  return -mean * Math.log(random());
}

/** Box and Muller's. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
}

export const daySeed = 20_261_126;

if (process.argv[1] === import.meta.filename) writeFileSync(dayFile, asCsv(makeDay(daySeed)));
