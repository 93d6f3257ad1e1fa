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

  constructor(folder: string, log: Logger) {
    this.#texts = texts.parse(parse(readFileSync(path.join(import.meta.dirname, 'sentences.yaml'), 'utf8')));
    this.#synthesis = new Synthesis([espeak()], new SoundCache(folder, log), log);
  }

  /** The file that says a sentence of sentences.yaml. */
  async file(name: string, language: Language): Promise<string> {
    const { sound } = await this.#synthesis.speak(this.words(name, language), language, 'live');
    return `${sound.path}.wav`;
  }

  /** @throws HolosError `town.no-sentence` */
  words(name: string, language: Language): string {
    const text = this.#texts[name]?.[language];
    if (text) return text;
    throw new HolosError('town.no-sentence', `sentences.yaml has no ${name} in ${language}.`, { name });
  }
}
