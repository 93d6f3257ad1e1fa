import type { Language } from '../../config/company.ts';
import type { Repertoire } from '../town/repertoire.ts';
import { likenessIn } from '../town/sound/likeness.ts';
import { rate, readWav } from '../town/sound/wav.ts';

/**
 * How alike the best place is to a second of a sound, the first one unless told: 0.7 and more it is it, though a packet came late;
 * below 0.35 it is another one. Who speaks right after the signal may be recorded from his second word on.
 */
export async function heardIn(x: Int16Array, file: string, { fromMs = 250 } = {}): Promise<number> {
  const from = (fromMs * rate) / 1000;
  const second = (await readWav(file)).slice(from, from + rate);
  return likenessIn(x, second);
}

/**
 * In which of these messages, by their places, a sentence was spoken: whoever speaks into a recording may lose the first words, and a
 * packet that is late leaves one second of it less alike.
 */
export async function saidIn(messages: readonly Int16Array[], file: string): Promise<number[]> {
  const later = async (message: Int16Array) =>
    Math.max(
      await heardIn(message, file, { fromMs: 1_500 }),
      await heardIn(message, file, { fromMs: 3_000 }),
    );
  const alike = await Promise.all(messages.map(later));
  return alike.flatMap((likeness, at) => (likeness > 0.65 ? [at] : []));
}

/** A packet that is late on a busy machine leaves one second of a sentence less alike, but not both. */
export async function likeness(x: Int16Array, file: string): Promise<number> {
  return Math.max(await heardIn(x, file), await heardIn(x, file, { fromMs: 1_250 }));
}

/**
 * How alike the most alike second of a prompt is, as in heardIn: what is recorded beside other work may be torn where a packet was late,
 * also in the prompt's beginning, by which a Recogniser would know it.
 */
export async function promptIn(
  x: Int16Array,
  repertoire: Repertoire,
  prompt: string,
  language: Language = 'uk',
): Promise<number> {
  const { samples } = (await repertoire.saying(prompt, language, {})).phrase;
  const alike: number[] = [];
  for (let from = 0; from === 0 || from + rate <= samples.length; from += rate / 2)
    alike.push(likenessIn(x, samples.slice(from, from + rate)));
  return Math.max(...alike);
}
