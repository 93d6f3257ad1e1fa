import { alike, loudness, silentLoudness } from './alike.ts';

/** A torn sound is compared in pieces of 50 ms. */
const piece = 400;
/** Packets that were late have moved what follows by so much at most (200 ms), all together. */
export const longestDelay = 1600;
/** Short pieces of other speech may be alike by chance; pieces of the same sound are alike beyond doubt. */
const beyondDoubt = 0.97;
/** So many pieces must be in their place: looking for the others is slow. */
const fewestInPlace = 3;
/** What is out of place pulls the rough place away by so many samples at most. */
const longestPull = 8;
/** A tear goes through one piece, seldom through two; there may be two tears. */
const mostTorn = 3;

interface Place {
  /** How much later than by the sound's beginning. */
  readonly shift: number;
  readonly ncc: number;
}

/**
 * Where a sound begins that is torn: a packet came late or never, so that what follows stands a little later than it should.
 * All but the torn pieces must be there beyond doubt.
 * @param near where a part of it is in its place
 * @returns where it begins and how alike its pieces are on the whole; undefined when it is another sound
 */
export function beginOfTorn(
  x: Int16Array,
  near: number,
  sought: Int16Array,
): { at: number; ncc: number } | undefined {
  const pieces = loudPieces(sought);
  if (!isPartlyThere(x, near, sought, pieces)) return undefined;
  // The first piece may be the torn one.
  for (const first of [0, 1]) {
    const from = pieces[first];
    const begin = from !== undefined && placeOf(x, near, sought, from, 0, -longestDelay);
    if (!begin) continue;
    const at = near + begin.shift;
    const rest = pieces.slice(first + 1);
    const followed = follow(x, at, sought, rest, mostTorn - first);
    if (followed !== undefined) return { at, ncc: (begin.ncc + followed) / pieces.length };
  }
  return undefined;
}

/** Most rough finds are other sounds, and are seen to be so here. */
function isPartlyThere(x: Int16Array, near: number, sought: Int16Array, pieces: readonly number[]): boolean {
  for (let at = near - longestPull; at <= near + longestPull; at++) {
    const inPlace = pieces.filter((from) => alike(x, at + from, sought, from, piece) >= beyondDoubt);
    if (inPlace.length >= fewestInPlace) return true;
  }
  return false;
}

/** The sum of how alike these pieces are, one after the other; undefined when too many are not there. */
function follow(
  x: Int16Array,
  at: number,
  sought: Int16Array,
  pieces: readonly number[],
  mostLost: number,
): number | undefined {
  let [shift, lost, sum] = [0, 0, 0];
  for (const from of pieces) {
    const place = placeOf(x, at, sought, from, shift, 0);
    if (place) [shift, sum] = [place.shift, sum + place.ncc];
    else if (++lost > mostLost) return undefined;
  }
  return lost * 3 <= pieces.length ? sum : undefined;
}

/** Where one piece is: where it should be after the piece before it, else where it is most alike from `earliest` on. */
function placeOf(
  x: Int16Array,
  at: number,
  sought: Int16Array,
  from: number,
  expected: number,
  earliest: number,
): Place | undefined {
  const alikeAt = (shift: number) => alike(x, at + from + shift, sought, from, piece);
  const there = alikeAt(expected);
  if (there >= beyondDoubt && earliest === 0) return { shift: expected, ncc: there };
  let best: Place | undefined;
  for (let shift = earliest; shift <= longestDelay; shift++) {
    const ncc = alikeAt(shift);
    if (ncc >= (best?.ncc ?? beyondDoubt)) best = { shift, ncc };
  }
  return best;
}

function loudPieces(sound: Int16Array): number[] {
  const begins: number[] = [];
  for (let from = 0; from + piece <= sound.length; from += piece)
    if (loudness(sound, from, piece) >= 2 * silentLoudness) begins.push(from);
  return begins;
}
