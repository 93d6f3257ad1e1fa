import { trimmed } from './level.ts';
import type { Pcm } from './wav.ts';

export interface Stretch {
  readonly pcm: Pcm;
  /** What is said: the signs at its end tell how long the pause after it is. */
  readonly text: string;
}

/** Between the words of one sentence; their own silence is cut off. */
const WITHIN_MS = 40;
const PAUSES_MS: readonly (readonly [after: RegExp, ms: number])[] = [
  [/[.!?…]\W*$/u, 350],
  [/[:;—]\W*$/u, 200],
  [/,\W*$/u, 150],
];
const EDGE_MS = 50;

/** Stretches of one rate, one after the other, with the pauses that a reader makes. */
export function joined(stretches: readonly Stretch[]): Pcm {
  const rate = stretches[0]?.pcm.rate ?? 8000;
  const silence = (ms: number) => new Float32Array(Math.round((rate * ms) / 1000));
  const parts = stretches.flatMap(({ pcm }, index) => [
    index === 0 ? silence(EDGE_MS) : silence(pauseAfter(stretches[index - 1]?.text ?? '')),
    trimmed(pcm, 0).samples,
  ]);
  parts.push(silence(EDGE_MS));
  const samples = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  return { rate, samples };
}

function pauseAfter(text: string): number {
  return PAUSES_MS.find(([after]) => after.test(text))?.[1] ?? WITHIN_MS;
}
