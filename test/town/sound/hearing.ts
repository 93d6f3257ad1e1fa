import { EventEmitter } from 'node:events';
import { rate } from './wav.ts';

const samplesPerMs = rate / 1000;
/** Sound that comes this much later than it should after what came before is sound after a pause. */
const pauseMs = 60;
/**
 * When nothing has come for so long, the silence is written down. Less would tear a sentence whose packets are late. It is
 * counted from the last packet: a busy sender falls behind the clock little by little, yet its sound has no holes.
 */
const lateMs = 400;

/**
 * All that was heard so far, as samples at their true times: where nothing came, there is silence. Grows while one listens.
 * Times are in ms of performance.now().
 */
export class Hearing {
  #startedAtMs: number;
  #samples = new Int16Array(30 * rate);
  #length = 0;
  #closed = false;
  /** When sound last came, and how much was heard by then. */
  #last = { cameAtMs: 0, length: 0 };
  readonly #growth = new EventEmitter().setMaxListeners(0);

  constructor(startedAtMs = performance.now()) {
    this.#startedAtMs = startedAtMs;
    this.#last.cameAtMs = startedAtMs;
  }

  /** What comes before is forgotten: hearing begins now. */
  begin(startedAtMs: number): void {
    this.#startedAtMs = startedAtMs;
    this.#length = 0;
    this.#last = { cameAtMs: startedAtMs, length: 0 };
  }

  /** What was heard, without copying: it must not be changed, and is good until the next sound comes. */
  get samples(): Int16Array {
    return this.#samples.subarray(0, this.#length);
  }

  /** No more sound will come. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Sound that follows the last without a gap (as the sender's numbers say), or that begins anew at `nowMs`, when it came. */
  add(sound: Int16Array, follows: boolean, nowMs = performance.now()): void {
    if (this.#closed) return;
    const due = Math.round((nowMs - this.#startedAtMs) * samplesPerMs);
    const early = this.#length === 0 ? 0 : pauseMs * samplesPerMs;
    if (!follows && due > this.#length + early) this.#length = this.#room(due);
    const at = this.#length;
    this.#length = this.#room(at + sound.length);
    this.#samples.set(sound, at);
    this.#last = { cameAtMs: nowMs, length: this.#length };
    this.#growth.emit('growth');
  }

  /** Silence up to now: nothing came for a while, which is known only by the clock. */
  pass(nowMs = performance.now()): void {
    if (this.#closed) return;
    const quietMs = nowMs - this.#last.cameAtMs - lateMs;
    const due = this.#last.length + Math.round(quietMs * samplesPerMs);
    if (due <= this.#length) return;
    this.#length = this.#room(due);
    this.#growth.emit('growth');
  }

  close(): void {
    this.#closed = true;
    this.#growth.emit('growth');
  }

  /** Called after each growth and at the end, until the returned function is called. */
  onGrowth(listener: () => void): () => void {
    this.#growth.on('growth', listener);
    return () => this.#growth.off('growth', listener);
  }

  /** The sample heard at a time, and the time of a sample. */
  sampleAt(timeMs: number): number {
    return Math.round((timeMs - this.#startedAtMs) * samplesPerMs);
  }

  timeOf(sample: number): number {
    return this.#startedAtMs + sample / samplesPerMs;
  }

  /** Makes room; what lies between is silence. */
  #room(length: number): number {
    if (length > this.#samples.length) {
      const larger = new Int16Array(Math.max(length, this.#samples.length * 2));
      larger.set(this.samples);
      this.#samples = larger;
    }
    return length;
  }
}
