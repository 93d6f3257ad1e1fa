import path from 'node:path';
import { type Language, languages } from '../config/company.ts';
import type { Settings } from '../config/settings.ts';
import { HolosError } from '../errors.ts';
import { exampleParameters } from './examples.ts';
import { wordsName } from './mixed.ts';
import { finishTake, type Remark } from './takes/judge-take.ts';
import { readTake } from './takes/read-take.ts';
import { type Kept, Shelf } from './takes/shelf.ts';
import type { PromptParameters } from './voice.ts';
import type { VoiceOfHolos } from './voice-maker.ts';

/** One text that can be recorded by itself: a whole prompt, a fixed piece of one, or a word of a value. */
export interface Recordable {
  /** The name of its file without ending: `goodbye`, `queue.position.1`, `words/двадцять`. */
  readonly name: string;
  readonly text: string;
}

export interface RecordableState extends Recordable {
  readonly inUse: Kept | null;
  /** The recording in use says another text than the prompt has now: it is not played. */
  readonly outdated: boolean;
  readonly earlier: readonly Kept[];
}

export interface PromptInLanguage {
  readonly language: Language;
  /** As it is written, with its placeholders. */
  readonly text: string;
  /** With usual values, in words. */
  readonly spoken: string;
  readonly recordables: readonly RecordableState[];
}

/** All that can be done with prompts besides saying them: listen, record, go back. */
export interface PromptLibrary {
  /** What the prompt can be recorded as; nothing where the language has no such prompt. */
  recordables(prompt: string, language: Language): Recordable[];
  /** Every prompt, with its text in each language that has it and how many of its recordables are recorded. */
  list(): { prompt: string; texts: { language: Language; text: string; recorded: number; of: number }[] }[];
  isRecorded(language: Language, name: string): boolean;
  /** @throws HolosError `prompt.unknown` */
  get(prompt: string): Promise<PromptInLanguage[]>;
  /** Values with which the prompt is usually as long as it gets. */
  example(prompt: string, language: Language): PromptParameters;
  /**
   * A file as it is played: the prompt as a caller would hear it now with usual values; or one recording, in use (`id` null) or earlier.
   * @throws HolosError `prompt.unknown`, `take.unknown`, `speech.failed`
   */
  hear(prompt: string, language: Language, one?: { name: string; id: string | null }): Promise<string>;
  /**
   * Checks a recorded file, evens it out, and uses it from now on. @param language @param name as in `recordables`
   * @throws HolosError `take.unknown-name`, and those of `readTake` and `finishTake`
   */
  take(
    language: Language,
    name: string,
    file: string,
  ): Promise<{ remarks: readonly Remark[]; durationMs: number }>;
  /** Uses an earlier recording again, or with null the synthesised voice. @throws HolosError `take.unknown-name`, `take.unknown` */
  goBack(language: Language, name: string, id: string | null): Promise<void>;
}

export interface LibraryParts {
  readonly voice: Pick<VoiceOfHolos, 'keys' | 'texts' | 'message' | 'words' | 'say' | 'synthesise'>;
  readonly settings: Pick<Settings, 'home'>;
}

export function createPromptLibrary({ voice, settings }: LibraryParts): PromptLibrary {
  const shelf = new Shelf(path.join(settings.home, 'prompts'));
  const byName = new Map<string, Recordable>();
  const known = new Set(voice.keys());

  function recordables(prompt: string, language: Language): Recordable[] {
    const text = voice.texts[language].get(prompt);
    if (text === undefined) return [];
    const { placeholders, fixedTexts } = voice.message(prompt, language);
    if (placeholders.size === 0) return [{ name: prompt, text }];
    return fixedTexts.map((fixed, index) => ({ name: `${prompt}.${index + 1}`, text: fixed }));
  }
  for (const language of languages)
    for (const prompt of known)
      for (const one of recordables(prompt, language)) byName.set(`${language} ${one.name}`, one);

  function recordable(language: Language, name: string): Recordable {
    const one = byName.get(`${language} ${name}`);
    if (one) return one;
    const words = name.startsWith('words/') ? name.slice('words/'.length) : '';
    if (words !== '' && wordsName(words) === name) return { name, text: words.replaceAll('-', ' ') };
    throw new HolosError(
      'take.unknown-name',
      `No prompt in ${language}.yaml, and no piece of one, is called ${name}.`,
      {
        language,
        name,
      },
    );
  }

  function demandKnown(prompt: string): void {
    if (!known.has(prompt)) throw new HolosError('prompt.unknown', 'There is no such prompt.', { prompt });
  }

  async function stateOf(language: Language, one: Recordable): Promise<RecordableState> {
    const { inUse, earlier } = await shelf.kept(language, one.name);
    const outdated = inUse !== null && inUse.text !== null && inUse.text !== one.text;
    return { ...one, inUse, outdated, earlier };
  }

  const example = (prompt: string, language: Language) =>
    exampleOf(voice, prompt, language, voice.texts[language].get(prompt) ?? '');

  return {
    recordables,
    example,
    list: () =>
      [...known].map((prompt) => ({
        prompt,
        texts: languages.flatMap((language) => {
          const text = voice.texts[language].get(prompt);
          if (text === undefined) return [];
          const all = recordables(prompt, language);
          const recorded = all.filter(({ name }) => shelf.has(language, name)).length;
          return [{ language, text, recorded, of: all.length }];
        }),
      })),
    isRecorded: (language, name) => shelf.has(language, name),
    async get(prompt) {
      demandKnown(prompt);
      const inLanguages = languages.map(async (language): Promise<PromptInLanguage[]> => {
        const text = voice.texts[language].get(prompt);
        if (text === undefined) return [];
        const states = recordables(prompt, language).map((one) => stateOf(language, one));
        const spoken = voice.words(prompt, language, example(prompt, language));
        return [{ language, text, spoken, recordables: await Promise.all(states) }];
      });
      return (await Promise.all(inLanguages)).flat();
    },
    async hear(prompt, language, one) {
      demandKnown(prompt);
      if (one) {
        recordable(language, one.name);
        return `${shelf.soundOf(language, one.name, one.id)}.wav`;
      }
      const [sound] = await voice.say(prompt, language, example(prompt, language));
      if (!sound)
        throw new HolosError('speech.failed', 'The prompt could not be spoken', { prompt, language });
      return `${sound.path}.wav`;
    },
    async take(language, name, file) {
      const { text } = recordable(language, name);
      const { durationMs: expectedMs } = await voice.synthesise(text, language);
      const take = finishTake(await readTake(file), expectedMs);
      await shelf.put(language, name, take, text);
      return { remarks: take.remarks, durationMs: take.durationMs };
    },
    async goBack(language, name, id) {
      recordable(language, name);
      if (id === null) await shelf.putAside(language, name);
      else await shelf.takeBack(language, name, id);
    },
  };
}

/** Of each `select` the choice with the most words. */
function exampleOf(
  voice: LibraryParts['voice'],
  prompt: string,
  language: Language,
  text: string,
): PromptParameters {
  let values = exampleParameters(text, language);
  if (text === '') return values;
  for (const [name, choices] of voice.message(prompt, language).choices) {
    const lengths = choices.map((choice) => {
      const parameters = { ...values, [name]: choice };
      return { parameters, length: voice.words(prompt, language, parameters).length };
    });
    values = lengths.reduce((longest, one) => (one.length > longest.length ? one : longest)).parameters;
  }
  return values;
}
