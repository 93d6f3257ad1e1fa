import { Recogniser } from '../town/recognise.ts';
import type { Repertoire } from '../town/repertoire.ts';
import { Finder } from '../town/sound/correlate.ts';
import { readWav } from '../town/sound/wav.ts';

/** How alike the best place is to the first second of a sound. */
export async function heardIn(x: Int16Array, file: string): Promise<number> {
  const begin = (await readWav(file)).slice(2000, 10_000);
  return Math.max(0, ...new Finder([begin]).find(x, 0, x.length, 0.5).map(({ ncc }) => ncc));
}

/** The prompts that are in a sound, by their names and in their order. */
export async function promptsIn(x: Int16Array, repertoire: Repertoire): Promise<string[]> {
  const recogniser = new Recogniser(repertoire, await repertoire.all());
  await recogniser.look(x, true);
  return recogniser.stretches.flatMap(({ saying }) => (saying ? [saying.prompt] : []));
}
