import { readFile } from 'node:fs/promises';
import type { Language } from '../config/company.ts';
import { SoundCache } from './cache.ts';
import type { Message, Piece } from './message.ts';
import type { Recorded, RecordedPrompts } from './recorded.ts';
import { joined } from './sound/joined.ts';
import { readWav, writeWav } from './sound/wav.ts';
import type { Synthesis } from './synthesis.ts';
import type { Sound } from './voice.ts';

interface Parts {
  readonly recorded: RecordedPrompts;
  readonly synthesis: Pick<Synthesis, 'speak'>;
  readonly cache: SoundCache;
}

interface Stretch {
  readonly text: string;
  /** Absent: to be synthesised. */
  readonly recorded?: Recorded;
}

/** Longer runs of words ("двадцять перший травня") are hardly ever recorded as one. */
const LONGEST_RUN_WORDS = 4;

/**
 * Sentences of which some pieces are recorded: those are joined with what must be synthesised to one sound, which is kept by its
 * parts, so that the second time is as quick as any kept sound.
 */
export class MixedSentences {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** None when no fixed text of it is recorded. @throws HolosError `speech.failed`, `speech.bad-sound` */
  async say(
    prompt: string,
    language: Language,
    message: Message,
    pieces: readonly Piece[],
  ): Promise<Sound | undefined> {
    const fixed = await Promise.all(
      pieces.map(({ fixed }) =>
        fixed === undefined
          ? undefined
          : this.#parts.recorded.find(`${prompt}.${fixed}`, language, message.fixedTexts[fixed - 1]),
      ),
    );
    if (fixed.every((one) => one === undefined)) return undefined;
    const stretches = await Promise.all(
      pieces.map(async ({ fixed: number, text }, index): Promise<Stretch[]> => {
        const recorded = fixed[index];
        if (recorded) return [{ text, recorded }];
        return number === undefined ? await this.#spokenValue(text, language) : [{ text }];
      }),
    );
    return await this.#join(oneAfterTheOther(stretches.flat()), language);
  }

  /** In recorded words if all of it can be said so, the longest runs first; else as one text. */
  async #spokenValue(text: string, language: Language): Promise<Stretch[]> {
    const words = text.match(/[\p{L}\p{M}’'-]+\P{L}*/gu) ?? [];
    const found: Stretch[] = [];
    for (let at = 0; at < words.length; ) {
      let run = Math.min(LONGEST_RUN_WORDS, words.length - at);
      let recorded: Recorded | undefined;
      for (; run > 0 && !recorded; run--) {
        const said = words.slice(at, at + run).join('');
        recorded = await this.#parts.recorded.find(wordsName(said), language);
        if (recorded) {
          found.push({ text: said, recorded });
          at += run;
        }
      }
      if (!recorded) return [{ text }];
    }
    return found;
  }

  async #join(stretches: readonly Stretch[], language: Language): Promise<Sound> {
    const { synthesis, cache } = this.#parts;
    const sounds = await Promise.all(
      stretches.map(async ({ text, recorded }) => {
        if (recorded) return { text, path: recorded.path, id: `${recorded.path} ${recorded.state}` };
        const { sound } = await synthesis.speak(text.trim(), language, 'live');
        return { text, path: sound.path, id: sound.path };
      }),
    );
    const hash = SoundCache.hash('mixed', ...sounds.flatMap(({ id, text }) => [id, text]));
    const kept = await cache.find(hash);
    if (kept) return kept;
    const read = sounds.map(async ({ path, text }) => ({
      text,
      pcm: readWav(await readFile(`${path}.wav`)),
    }));
    return await cache.put(hash, writeWav(joined(await Promise.all(read))));
  }
}

/** What the recording of a word, or of several, is called: `words/двадцять-один`. */
export function wordsName(said: string): string {
  const words =
    said
      .normalize('NFC')
      .toLowerCase()
      .replace(/[’']/g, '')
      .match(/[\p{L}-]+/gu) ?? [];
  return `words/${words.join('-')}`;
}

/** What is synthesised is synthesised in as long stretches as can be: it sounds better so. */
function oneAfterTheOther(stretches: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const one of stretches) {
    const last = result.at(-1);
    if (last && !last.recorded && !one.recorded) result[result.length - 1] = { text: last.text + one.text };
    else result.push(one);
  }
  return result.filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
}
