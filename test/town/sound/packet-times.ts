import { rate } from './wav.ts';

/** Sound of one RTP packet, and what its sender says of its place in the stream. */
export interface Packet {
  readonly ssrc: number;
  /** One more than the packet's before, modulo 2¹⁶. */
  readonly sequence: number;
  /** Which sample of the stream comes first, from any beginning, modulo 2³². */
  readonly timestamp: number;
  readonly sound: Int16Array;
}

/**
 * A packet that comes two seconds later than those before it is none of theirs, nor is one that comes before its time: its sender counts
 * anew. (Asterisk does so when somebody else begins to speak to the caller: it passes on the timestamps of each as they came, in one
 * stream, without a gap in the sequence.)
 */
export const longestLate = 2 * rate;
/** A stream that begins so soon (60 ms) after another goes on where that ended. */
const pause = (60 * rate) / 1000;
/**
 * Where no packet is missing, less than one packet (20 ms) is neither a pause nor a step back: Asterisk stamps the short last packet of a
 * file as if the one before had been as short, and the one behind it as if it had been a whole one.
 */
const inexact = (20 * rate) / 1000;
/** How late packets come is judged by those of one second: some may be late, not all. */
const judged = rate;

/** Packets between which nothing is missing for longer than a pause. */
interface Run {
  readonly from: number;
  /** Behind its last sample. */
  to: number;
  /** By its place, how much later than there each packet came. */
  readonly packets: { readonly at: number; readonly late: number }[];
}

/**
 * Where in what was heard each packet belongs, and at what time that was heard. All in samples.
 *
 *     timestamps   |1|2|3|4|   |5|6|     the places: a packet that comes late stands where it belongs
 *     the clock    |1| |2|3 4|   |5|6|   how late those of about the same place came at least is how late that place was heard
 *
 * So sound is never torn because something was late on its way, whereas what never came, or was not sent, stays silent.
 */
export class PacketTimes {
  /** The last packet in the order of its stream, and its place. */
  #last: (Pick<Packet, 'ssrc' | 'sequence' | 'timestamp'> & { readonly at: number }) | undefined;
  readonly #runs: Run[] = [];

  /** Behind the last sample. */
  get end(): number {
    return this.#runs.at(-1)?.to ?? 0;
  }

  /** The place of a packet that came at `now` on the clock; it may be before the beginning. */
  place(packet: Packet, now: number): number {
    const { ssrc, sequence, timestamp, sound } = packet;
    const steps = this.#last?.ssrc === ssrc ? signed(sequence - this.#last.sequence, 16) : undefined;
    const at = this.#byTimestamp(packet, steps, now) ?? this.#anew(now);
    if (steps === undefined || steps > 0 || at >= this.end) this.#last = { ssrc, sequence, timestamp, at };
    this.#note(at, at + sound.length, now - at);
    return at;
  }

  /** How much later than at that place of the clock a sample was heard: less than nothing when the first packet was late. */
  lateAt(sample: number): number {
    const run = this.#runs.findLast(({ from }) => from <= sample);
    if (!run) return 0;
    const from = Math.max(run.from, Math.min(sample, run.to - judged));
    let least = Number.POSITIVE_INFINITY;
    // Packets that came from then on, for they come one after the other: what was late there made those behind it late, too.
    for (let i = firstFrom(run.packets, from); i < run.packets.length; i++) {
      const packet = run.packets[i] as Run['packets'][number];
      if (packet.at >= from + judged) break;
      least = Math.min(least, packet.late);
    }
    return Number.isFinite(least) ? least : (run.packets.at(-1)?.late ?? 0);
  }

  /** @param steps how many packets later than the last one it was sent; undefined when it is of another stream */
  #byTimestamp({ timestamp }: Packet, steps: number | undefined, now: number): number | undefined {
    if (!this.#last || steps === undefined) return undefined;
    const at = this.#last.at + signed(timestamp - this.#last.timestamp, 32);
    const late = now - at - this.lateAt(this.end);
    if (late > longestLate) return undefined;
    const missing = at - this.end;
    if (steps === 1 && Math.abs(missing) <= inexact) return this.end;
    const countsAnew = missing > 0 ? late < -pause : steps > 0;
    return countsAnew ? undefined : at;
  }

  /** Where a stream begins that comes now. */
  #anew(now: number): number {
    const due = now - this.lateAt(this.end);
    return due > this.end + (this.#last ? pause : 0) ? due : this.end;
  }

  #note(at: number, to: number, late: number): void {
    const run = this.#runs.at(-1);
    if (!run || at > run.to + pause) this.#runs.push({ from: at, to, packets: [{ at, late }] });
    else if (at >= run.to) {
      run.packets.push({ at, late });
      run.to = to;
    }
  }
}

/** A difference of two numbers that begin again at 2 to the power of `bits`. */
const signed = (difference: number, bits: 16 | 32) => (difference << (32 - bits)) >> (32 - bits);

/** The index of the first packet at this place or behind it. */
function firstFrom(packets: Run['packets'], from: number): number {
  let [low, high] = [0, packets.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((packets[middle] as { at: number }).at < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
