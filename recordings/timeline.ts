import { SAMPLES_PER_MS, type Side, type Track } from './sides.ts';

/** A run of samples of one file and the place where it is heard; everything between pieces is silence. */
export interface Piece {
  file: string;
  fromSample: number;
  samples: number;
  atSample: number;
}

/** What is heard when, on both sides. Pieces of a side are in order and do not overlap. */
export interface Timeline {
  samples: number;
  resident: readonly Piece[];
  heard: readonly Piece[];
}

/**
 * Puts the tracks of a recording where they belong. The shorter side is followed by silence.
 * @param samplesOf how many samples each file has now, by name; a file that is not there has none.
 */
export function layOut(tracks: readonly Track[], samplesOf: ReadonlyMap<string, number>): Timeline {
  const resident = piecesOf('resident', tracks, samplesOf);
  const heard = piecesOf('heard', tracks, samplesOf);
  const ends = tracks.map((track) => clockEnd(track, samplesOf.get(track.file) ?? 0));
  return { samples: Math.max(endOf(resident), endOf(heard), ...ends), resident, heard };
}

/** When a track was over by the clock: time that was lost while sound flowed to the very end stands after its last sample. */
function clockEnd(track: Track, samples: number): number {
  if (samples === 0) return 0;
  const lostMs = track.pauses.reduce((sum, { ms }) => sum + ms, 0);
  return Math.max(0, Math.round(track.startMs * SAMPLES_PER_MS)) + samples + lostMs * SAMPLES_PER_MS;
}

function piecesOf(side: Side, tracks: readonly Track[], samplesOf: ReadonlyMap<string, number>): Piece[] {
  const ordered = tracks.filter((track) => track.side === side).sort((a, b) => a.startMs - b.startMs);
  const pieces: Piece[] = [];
  for (const track of ordered) {
    for (const piece of cut(track, samplesOf.get(track.file) ?? 0)) {
      // Two clocks may disagree by a frame where one track follows another: it is then heard that much later.
      pieces.push({ ...piece, atSample: Math.max(piece.atSample, endOf(pieces)) });
    }
  }
  return pieces;
}

/** One track as pieces: cut where time passed without samples. */
function cut(track: Track, samples: number): Piece[] {
  let at = Math.max(0, Math.round(track.startMs * SAMPLES_PER_MS));
  let from = 0;
  const pieces: Piece[] = [];
  for (const pause of [...track.pauses, { atSample: samples, ms: 0 }]) {
    const to = Math.min(Math.max(pause.atSample, from), samples);
    if (to > from) pieces.push({ file: track.file, fromSample: from, samples: to - from, atSample: at });
    at += to - from + Math.round(pause.ms * SAMPLES_PER_MS);
    from = to;
  }
  return pieces;
}

function endOf(pieces: readonly Piece[]): number {
  const last = pieces.at(-1);
  return last ? last.atSample + last.samples : 0;
}
