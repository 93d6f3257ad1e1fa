import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { loudness, silentLoudness } from '../town/sound/alike.ts';
import { Finder } from '../town/sound/correlate.ts';
import { seeded } from '../town/sound/made-up.ts';
import { rate, writeWav } from '../town/sound/wav.ts';

/** A voice whose every sample is known, so that it can be recognised wherever it comes out. */
export interface Voice {
  readonly name: string;
  /** An 8 kHz WAV file in which it goes on for minutes. */
  readonly file: string;
  /** Once around: after it, it begins anew. */
  readonly samples: Int16Array;
}

/** Whoever has an ear: a resident's call, an operator at a desk. 8,000 samples a second, from the beginning on. */
interface Listener {
  heard(): Int16Array | Promise<Int16Array>;
}

const aroundSeconds = 5;
const rounds = 40;
/** A browser's sound passes through Opus and a jitter buffer: a voice is looked for in pieces, and not sample by sample. */
const pieceSamples = 0.3 * rate;
const alikeEnough = 0.7;
const lookEveryMs = 100;

export async function makeVoice(folder: string, name: string, seed: number): Promise<Voice> {
  const samples = melody(seed, aroundSeconds);
  const file = path.join(folder, `${name}.wav`);
  const long = new Int16Array(samples.length * rounds);
  for (let round = 0; round < rounds; round++) long.set(samples, round * samples.length);
  await writeWav(file, long);
  return { name, file, samples };
}

/** How much of the loud pieces of a sound is this voice, 0 to 1; 0 where nothing was loud. */
export function shareOf(voice: Voice, sound: Int16Array): number {
  const pieces: Int16Array[] = [];
  for (let at = 0; at + pieceSamples <= sound.length; at += pieceSamples)
    if (loudness(sound, at, pieceSamples) > 4 * silentLoudness)
      pieces.push(sound.slice(at, at + pieceSamples));
  if (pieces.length === 0) return 0;
  const around = new Int16Array(voice.samples.length + pieceSamples);
  around.set(voice.samples);
  around.set(voice.samples.subarray(0, pieceSamples), voice.samples.length);
  const finds = new Finder(pieces).find(around, 0, voice.samples.length, alikeEnough);
  return new Set(finds.map((find) => find.index)).size / pieces.length;
}

/** Waits until a second of new sound is this voice for the most part. */
export async function hears(who: Listener, voice: Voice, limitMs = 8_000): Promise<void> {
  const from = (await who.heard()).length;
  await expect
    .poll(async () => shareOf(voice, (await who.heard()).slice(from).slice(-rate)), {
      message: `${voice.name} is heard`,
      timeout: limitMs,
      interval: lookEveryMs,
    })
    .toBeGreaterThan(0.6);
}

/** Listens for a while, and hears nothing of this voice. */
export async function hearsNothingOf(who: Listener, voice: Voice, forMs = 1_500): Promise<void> {
  const from = (await who.heard()).length;
  await pause(forMs);
  expect(shareOf(voice, (await who.heard()).slice(from)), `${voice.name} is heard`).toBe(0);
}

/** Listens for a while, and hears nothing at all. */
export async function hearsNothing(who: Listener, forMs = 1_500): Promise<void> {
  const from = (await who.heard()).length;
  await pause(forMs);
  const sound = (await who.heard()).slice(from);
  expect(loudness(sound, 0, sound.length), 'loudness').toBeLessThan(4 * silentLoudness);
}

/** A quick row of notes, no two bars alike: unlike syllables, which all hum, it can be told from any other by a few of them. */
export function melody(seed: number, seconds: number): Int16Array {
  const random = seeded(seed);
  const note = 0.05 * rate;
  const samples = new Int16Array(seconds * rate);
  let [phase, pitch] = [0, 0];
  return samples.map((_, at) => {
    if (at % note === 0) pitch = 250 + 750 * random();
    phase += (2 * Math.PI * pitch) / rate;
    return Math.round(8000 * Math.sin(phase));
  });
}
