import type { Waveform } from '../../../agent-desk/contract/shapes.ts';

/** The resident and the other side take turns. */
export const waveform: Waveform = {
  resident: Array.from({ length: 480 }, (_, at) => (at % 120 < 50 ? 20 + ((at * 37) % 60) : 2)),
  heard: Array.from({ length: 480 }, (_, at) => (at % 120 < 50 ? 3 : 25 + ((at * 53) % 65))),
};
