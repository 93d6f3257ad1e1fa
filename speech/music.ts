import { peakAt } from './sound/level.ts';
import { type Pcm, TELEPHONE_RATE } from './sound/wav.ts';

/**
 * Music for waiting, of our own making: slow soft chords and a few high notes on a pentatonic scale, far apart.
 * It is written on a ring: what sounds over the end goes on at the beginning, so the loop has no seam.
 */

const SECONDS = 48;
const CHORD_SECONDS = 8;
/** Loud enough to be heard, quiet enough to wait with for a long time. */
const PEAK_DBFS = -15;

/** Midi numbers: D major ninth, B minor, G major, A suspended, E minor, A suspended. All of one scale, so that all overlaps agree. */
const chords: readonly (readonly number[])[] = [
  [50, 57, 62, 66, 69, 76],
  [47, 54, 62, 66, 69, 74],
  [55, 59, 62, 66, 71, 74],
  [57, 62, 64, 69, 71, 76],
  [52, 59, 64, 67, 71, 74],
  [57, 61, 64, 69, 71, 76],
];
/** When (seconds) and which high note; rests are as long as the notes. */
const bells: readonly (readonly [second: number, note: number])[] = [
  [2, 81],
  [5, 78],
  [11, 83],
  [14.5, 81],
  [19, 86],
  [22, 83],
  [27, 81],
  [30.5, 76],
  [35, 78],
  [38, 83],
  [43, 81],
  [46, 78],
];

/** Always the same 48 seconds at 8 kHz. */
export function composeMusic(): Pcm {
  const ring = new Float32Array(SECONDS * TELEPHONE_RATE);
  chords.forEach((chord, i) => {
    for (const [voice, note] of chord.entries()) {
      // Each voice enters a little after the one below, and breathes over into the next chord.
      addPad(ring, note, i * CHORD_SECONDS + voice * 0.35, CHORD_SECONDS * 1.6, 1 / (1 + voice * 0.35));
    }
  });
  for (const [second, note] of bells) addBell(ring, note, second);
  return peakAt({ rate: TELEPHONE_RATE, samples: ring }, PEAK_DBFS);
}

/** A sine with two faint overtones that swells and fades over its whole length. */
function addPad(ring: Float32Array, note: number, start: number, seconds: number, gain: number): void {
  add(ring, start, seconds, (time) => {
    const swell = Math.sin((Math.PI * time) / seconds) ** 2;
    const phase = 2 * Math.PI * hertz(note) * time;
    // A slow vibrato of a few cents keeps the sine from sounding like a dial tone.
    const drift = 0.6 * Math.sin(2 * Math.PI * 0.31 * time + note);
    return gain * swell * (Math.sin(phase + drift) + 0.25 * Math.sin(2 * phase) + 0.08 * Math.sin(3 * phase));
  });
}

/** A soft bell: it swells in 60 ms and dies away over three seconds. */
function addBell(ring: Float32Array, note: number, start: number): void {
  add(ring, start, 3.5, (time) => {
    const attack = Math.min(1, time / 0.06);
    const end = Math.min(1, (3.5 - time) / 0.5);
    return 0.45 * attack * end * Math.exp(-1.6 * time) * Math.sin(2 * Math.PI * hertz(note) * time);
  });
}

function add(ring: Float32Array, start: number, seconds: number, wave: (time: number) => number): void {
  const first = Math.round(start * TELEPHONE_RATE);
  for (let i = 0; i < seconds * TELEPHONE_RATE; i++) {
    const at = (first + i) % ring.length;
    ring[at] = (ring[at] ?? 0) + wave(i / TELEPHONE_RATE);
  }
}

function hertz(note: number): number {
  return 440 * 2 ** ((note - 69) / 12);
}
