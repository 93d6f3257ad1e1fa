import { EventEmitter } from 'node:events';
import { type Packet, PacketTimes } from './packet-times.ts';
import { rate } from './wav.ts';

const samplesPerMs = rate / 1000;
/**
 * When nothing has come for so long, the silence is told. Less would tell of silence where a packet is late; what comes even later
 * still takes its place.
 */
const lateMs = 400;

/**
 * All that was heard so far, as samples where their sender meant them: where nothing came, there is silence. Grows while one listens.
 * Times are in ms of performance.now().
 */
export class Hearing {
  #startedAtMs: number;
  #samples = new Int16Array(30 * rate);
  #length = 0;
  #closed = false;
  #times = new PacketTimes();
  readonly #growth = new EventEmitter<{ growth: [changedFrom: number] }>().setMaxListeners(0);

  constructor(startedAtMs = performance.now()) {
    this.#startedAtMs = startedAtMs;
  }

  /** What comes before is forgotten: hearing begins now. */
  begin(startedAtMs: number): void {
    this.#startedAtMs = startedAtMs;
    this.#samples.fill(0, 0, this.#length);
    this.#length = 0;
    this.#times = new PacketTimes();
  }

  /** What was heard, without copying: it must not be changed, and is good until the next sound comes. */
  get samples(): Int16Array {
    return this.#samples.subarray(0, this.#length);
  }

  /** No more sound will come. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Sound that came at `nowMs`. */
  add(packet: Packet, nowMs = performance.now()): void {
    if (this.#closed) return;
    const at = this.#times.place(packet, Math.round((nowMs - this.#startedAtMs) * samplesPerMs));
    const sound = packet.sound.subarray(Math.max(0, -at));
    const from = Math.max(0, at);
    this.#room(from + sound.length);
    this.#samples.set(sound, from);
    this.#growth.emit('growth', from);
  }

  /** Silence up to now: nothing came for a while, which is known only by the clock. */
  pass(nowMs = performance.now()): void {
    if (this.#closed) return;
    const now = Math.round((nowMs - this.#startedAtMs - lateMs) * samplesPerMs);
    const due = now - this.#times.lateAt(this.#length);
    if (due <= this.#length) return;
    const from = this.#length;
    this.#room(due);
    this.#growth.emit('growth', from);
  }

  close(): void {
    this.#closed = true;
    this.#growth.emit('growth', this.#length);
  }

  /**
   * Called after each growth and at the end, until the returned function is called, with the first sample that is new: it may be one
   * that was silence before, when a packet was very late.
   */
  onGrowth(listener: (changedFrom: number) => void): () => void {
    this.#growth.on('growth', listener);
    return () => this.#growth.off('growth', listener);
  }

  /** When a sample was heard. */
  timeOf(sample: number): number {
    return this.#startedAtMs + (sample + this.#times.lateAt(sample)) / samplesPerMs;
  }

  /** Makes room for so many samples; those that were not there are silence. */
  #room(length: number): void {
    if (length > this.#samples.length) {
      const larger = new Int16Array(Math.max(length, this.#samples.length * 2));
      larger.set(this.samples);
      this.#samples = larger;
    }
    this.#length = Math.max(this.#length, length);
  }
}
