import { BYTES_PER_SAMPLE, SAMPLES_PER_MS, type Track } from './sides.ts';

/** Asterisk writes one frame a tick; a tick it misses (a machine too busy for 20 ms) is a frame that is never written. */
const tickMs = 20;
/** A write within a tick is late by a few milliseconds; the file system's clock is coarse, too. */
const toleranceMs = 6;
/** A buffer that filled up is written whole; what is written at the end is not, and tells nothing about time. */
const wholeBufferBytes = 4096;

interface Observation {
  sample: number;
  /** How much later than the first sample's clock says, in ms. */
  lateMs: number;
}

/**
 * Finds where time passed without a sample being written, from the file's size and the time of its last write: Asterisk
 * empties its buffer in the very tick that fills it. An observation may come late by chance, but lateness that never goes
 * away again is lost time.
 */
export class LostTime {
  #originMs: number;
  /** Lateness that was never undercut later: rising from first to last. */
  #rising: Observation[] = [];
  #seen: number;
  readonly #before: Track['pauses'];
  readonly #ticksBefore: number;

  /**
   * @param begunAtMs when Asterisk began the file: so what is lost before the first look is seen, too
   * @param before what an earlier controller found in this file; it may have found more than it could note
   */
  constructor(begunAtMs: number, before: Track['pauses'] = []) {
    this.#originMs = begunAtMs;
    this.#before = before;
    this.#ticksBefore = Math.round(before.reduce((sum, { ms }) => sum + ms, 0) / tickMs);
    this.#seen = before.at(-1)?.atSample ?? 0;
  }

  /** @param bytes the file's size now, and when it was last written. */
  observe(bytes: number, writtenAtMs: number): void {
    const samples = bytes / BYTES_PER_SAMPLE;
    if (bytes % wholeBufferBytes !== 0 || samples <= this.#seen) return;
    const clockMs = writtenAtMs - samples / SAMPLES_PER_MS;
    if (clockMs < this.#originMs) this.#originMs = clockMs;
    // What was lost was lost after the last observation: the samples until then were in time.
    let sample = this.#seen;
    this.#seen = samples;
    for (let last = this.#rising.at(-1); last && last.lateMs >= clockMs; last = this.#rising.at(-1)) {
      sample = last.sample;
      this.#rising.pop();
    }
    this.#rising.push({ sample, lateMs: clockMs });
  }

  get pauses(): Track['pauses'] {
    const pauses = [...this.#before];
    let counted = this.#ticksBefore;
    for (const { sample, lateMs } of this.#rising) {
      const ticks = Math.floor((lateMs - this.#originMs + toleranceMs) / tickMs);
      if (ticks > counted) pauses.push({ atSample: sample, ms: (ticks - counted) * tickMs });
      counted = Math.max(counted, ticks);
    }
    return pauses;
  }
}
