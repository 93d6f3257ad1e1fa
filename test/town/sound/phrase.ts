import { alike, loudness, silentLoudness } from './alike.ts';
import { rate } from './wav.ts';

/** From this NCC on two sounds are taken for the same. Telephone coding alone leaves 0.99; different words stay below 0.4. */
export const same = 0.8;
const chunk = rate / 5;
const fine = rate / 100;
/** Asterisk plays no last packet that is not full, and nothing comes after the last word of a call. */
const packet = rate / 50;
const beginLength = rate;
/** How far a lost or late packet may move what follows. */
const longestShift = rate / 5;

/** A sound that may be heard: what it says, and how it sounds. */
export interface Phrase {
  readonly samples: Int16Array;
  /** The first second from where it can be heard: enough to find it, not always enough to tell it from others. */
  readonly begin: Int16Array;
  /** Where in `samples` the beginning begins. */
  readonly beginAt: number;
}

/** A phrase of one or several sounds that are played one after the other. */
export function phraseOf(parts: readonly Int16Array[]): Phrase {
  const samples = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  let beginAt = 0;
  while (beginAt + fine < samples.length && loudness(samples, beginAt, fine) < 4 * silentLoudness)
    beginAt += fine;
  // Between two sounds there may be a gap, so the beginning does not reach into the second.
  const end = Math.max(parts[0]?.length ?? 0, beginAt + beginLength / 2);
  return { samples, beginAt, begin: samples.subarray(beginAt, Math.min(end, beginAt + beginLength)) };
}

/** How far a phrase was followed in what was heard. */
export interface Following {
  /** Where its first sample is or would be in what was heard. */
  readonly at: number;
  /** How much of the phrase was heard as it should be, in samples from its beginning. */
  readonly heard: number;
  /** Where that ends in what was heard: later than `at + heard` when sound was lost or late on the way. */
  readonly until: number;
  /** All of it; cut off before its end; or not known yet. */
  readonly state: 'whole' | 'cut' | 'going-on';
  /** How many pieces of 200 ms inside it did not sound as they should. */
  readonly lost: number;
}

/**
 * Follows a phrase that begins at sample `at` through what was heard. Quiet pieces of the phrase tell nothing and are passed
 * over; one bad piece may be a lost packet, two in a row mean that the phrase was cut off before them.
 */
export function follow(x: Int16Array, at: number, phrase: Phrase): Following {
  const t = phrase.samples;
  const end = lastLoud(t);
  let [shift, lost, bad, good] = [0, 0, 0, phrase.beginAt];
  let [goodFrom, goodShift] = [phrase.beginAt, 0];
  for (let from = phrase.beginAt; from < end; from += chunk) {
    const rest = Math.min(chunk, end - from);
    const missing = at + from + shift + rest - x.length;
    if (missing > (from + rest === end ? packet : 0)) {
      return { at, heard: good, until: at + good + goodShift, state: 'going-on', lost };
    }
    const length = rest - Math.max(0, missing);
    if (length <= 0 || loudness(t, from, length) < 4 * silentLoudness) continue;
    const moved = shiftOf(x, at + from, t, from, length, shift);
    if (moved === undefined) {
      if (++bad === 2) break;
      continue;
    }
    lost += bad;
    [shift, bad, goodFrom, good, goodShift] = [moved, 0, from, from + length, moved];
  }
  if (bad === 0) return { at, heard: t.length, until: at + t.length + shift, state: 'whole', lost };
  // The last good piece may already end in another sound.
  const cut = cutAt(x, at + goodShift, t, goodFrom, Math.min(end, good + 2 * chunk));
  return { at, heard: cut, until: at + cut + goodShift, state: 'cut', lost };
}

/** Where this piece was heard: where it is expected, else up to 200 ms later or earlier; undefined when nowhere there. */
function shiftOf(
  x: Int16Array,
  at: number,
  t: Int16Array,
  from: number,
  length: number,
  expected: number,
): number | undefined {
  const floor = length < chunk / 2 ? 0.6 : 0.7;
  if (alike(x, at + expected, t, from, length) >= floor) return expected;
  // Voices hum: at some shift another sound is nearly alike, so a moved piece must be the same beyond doubt.
  let best = { ncc: 0.9, shift: undefined as number | undefined };
  for (let shift = expected - longestShift; shift <= expected + longestShift; shift++) {
    const ncc = alike(x, at + shift, t, from, length);
    if (ncc > best.ncc) best = { ncc, shift };
  }
  return best.shift;
}

/** The last 10 ms of the phrase that were still heard, looking on from a piece that was heard at least in part. */
function cutAt(x: Int16Array, at: number, t: Int16Array, from: number, to: number): number {
  let cut = from;
  for (let piece = from; piece + fine <= to; piece += fine) {
    if (loudness(t, piece, fine) < 4 * silentLoudness) continue;
    if (alike(x, at + piece, t, piece, fine) < same) break;
    cut = piece + fine;
  }
  return cut;
}

function lastLoud(t: Int16Array): number {
  let end = t.length;
  while (end > fine && loudness(t, end - fine, fine) < 4 * silentLoudness) end -= fine;
  return end;
}

/**
 * How many samples of `phrase` must be heard before it cannot be `rival` any more, in which its beginning is found at sample
 * `foundAt`; all of it when they are the same.
 */
export function neededToTell(phrase: Phrase, rival: Phrase, foundAt = rival.beginAt): number {
  const offset = foundAt - phrase.beginAt;
  for (let from = phrase.beginAt; from < phrase.samples.length; from += chunk) {
    const length = Math.min(chunk, phrase.samples.length - from);
    if (loudness(phrase.samples, from, length) < 4 * silentLoudness) continue;
    const differs = from + offset + length > rival.samples.length;
    if (differs || alike(phrase.samples, from, rival.samples, from + offset, length) < 0.7) {
      return Math.min(phrase.samples.length, from + chunk);
    }
  }
  return phrase.samples.length;
}
