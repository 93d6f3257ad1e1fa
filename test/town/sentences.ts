import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Language } from '../../config/company.ts';
import { HolosError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import { SoundCache } from '../../speech/cache.ts';
import { espeak } from '../../speech/engines.ts';
import { Synthesis } from '../../speech/synthesis.ts';

const texts = z.record(z.string(), z.object({ uk: z.string(), ru: z.string(), en: z.string() }));

/** What people in the town say, as WAV files. */
export class Sentences {
  readonly #texts: z.infer<typeof texts>;
  readonly #synthesis: Synthesis;
  /** What each file says, once it was asked for. */
  readonly #said = new Map<string, string>();

  constructor(folder: string, log: Logger) {
    this.#texts = texts.parse(parse(readFileSync(path.join(import.meta.dirname, 'sentences.yaml'), 'utf8')));
    this.#synthesis = new Synthesis([espeak()], new SoundCache(folder, log), log);
  }

  /** The file that says a sentence of sentences.yaml. */
  async file(name: string, language: Language): Promise<string> {
    const words = this.words(name, language);
    const { sound } = await this.#synthesis.speak(words, language, 'live');
    const file = `${sound.path}.wav`;
    this.#said.set(file, words);
    return file;
  }

  /** What a file says; its name when it is no sentence of ours. */
  wordsIn(file: string): string {
    return this.#said.get(file) ?? path.basename(file);
  }

  /** @throws HolosError `town.no-sentence` */
  words(name: string, language: Language): string {
    const text = this.#texts[name]?.[language];
    if (text) return text;
    throw new HolosError('town.no-sentence', `sentences.yaml has no ${name} in ${language}.`, { name });
  }
}
