import { statSync } from 'node:fs';
import { setImmediate as pause } from 'node:timers/promises';
import { type Language, languages } from '../../config/company.ts';
import { codeOf, HolosError } from '../../errors.ts';
import type { Sentence } from '../../speech/messages.ts';
import type { PromptParameters, Voice } from '../../speech/voice.ts';
import { Finder } from './sound/correlate.ts';
import { neededToTell, type Phrase, phraseOf, same } from './sound/phrase.ts';
import { readWav } from './sound/wav.ts';

/** A prompt in one language with its values: what it says and how it sounds. */
export interface Saying {
  readonly name: string;
  readonly prompt: string;
  readonly language: Language;
  readonly parameters: PromptParameters;
  readonly words: string;
  readonly phrase: Phrase;
}

type Values = readonly (string | number)[];
/** The same values for every prompt, or by prompt and language. */
export type Guess = Values | ((prompt: string, language: Language) => Values);

/** What the town knows of what Holos may say. */
export interface RepertoireSources {
  readonly voice: Pick<Voice, 'say' | 'words'>;
  /** Every prompt there is. */
  readonly keys: readonly string[];
  /** Values that a placeholder may have, by its name; a prompt with others is known only when it is asked for. */
  readonly guesses?: Readonly<Record<string, Guess>>;
  /** Sentences whose values cannot be guessed one by one. */
  readonly others?: readonly Sentence[];
  /** WAV files of the queue's music. */
  readonly music?: readonly string[];
}

/** Everything that Holos may say, as sound, made when it is first needed. */
export class Repertoire {
  readonly #sources: RepertoireSources;
  readonly #sayings = new Map<string, Promise<Saying>>();
  readonly #needed = new Map<string, Promise<number>>();
  readonly #all = new Map<string, Promise<Saying[]>>();
  #music: Promise<Int16Array[]> | undefined;

  constructor(sources: RepertoireSources) {
    this.#sources = sources;
  }

  /** @throws HolosError `speech.no-prompt`, `speech.parameter` as the voice does */
  saying(prompt: string, language: Language, parameters: PromptParameters = {}): Promise<Saying> {
    const values = Object.entries(parameters).map(([name, value]) => ` ${name}=${value}`);
    const name = `${prompt}${values.join('')} (${language})`;
    const known = this.#sayings.get(name);
    if (known) return known;
    const made = this.#make(name, prompt, language, parameters);
    this.#sayings.set(name, made);
    made.catch(() => this.#sayings.delete(name));
    return made;
  }

  /** Every prompt in some languages with every value that can be guessed. */
  async all(spoken: readonly Language[] = languages): Promise<Saying[]> {
    const each = spoken.map((language) => {
      const known = this.#all.get(language) ?? this.#makeAll(language);
      this.#all.set(language, known);
      return known;
    });
    return (await Promise.all(each)).flat();
  }

  /** How much of a saying must be heard before it cannot be any other in its language, nor a part of one. */
  needed(saying: Saying): Promise<number> {
    const known = this.#needed.get(saying.name) ?? this.#findNeeded(saying);
    this.#needed.set(saying.name, known);
    return known;
  }

  /** Where in the music a second of sound is from: the music from there on, all around once; undefined when it is not music. */
  async musicFrom(sound: Int16Array): Promise<Int16Array | undefined> {
    this.#music ??= Promise.all((this.#sources.music ?? []).map(readWav));
    const finder = new Finder([sound]);
    for (const music of await this.#music) {
      const twice = new Int16Array(2 * music.length);
      twice.set(music);
      twice.set(music, music.length);
      const [found] = finder.find(twice, 0, music.length, same).sort((a, b) => b.ncc - a.ncc);
      if (found) return twice.slice(found.at, found.at + music.length);
    }
    return undefined;
  }

  async #findNeeded(saying: Saying): Promise<number> {
    const others = await this.all([saying.language]);
    const rivals = others.filter(({ words }) => words !== saying.words && beginsAlsoIn(saying.words, words));
    return howMuchIsNeeded(saying, rivals);
  }

  async #make(
    name: string,
    prompt: string,
    language: Language,
    parameters: PromptParameters,
  ): Promise<Saying> {
    const sounds = await this.#sources.voice.say(prompt, language, parameters);
    const parts = await Promise.all(sounds.map((sound) => samplesOf(`${sound.path}.wav`)));
    const words = this.#sources.voice.words(prompt, language, parameters);
    return { name, prompt, language, parameters, words, phrase: phraseOf(parts) };
  }

  async #makeAll(language: Language): Promise<Saying[]> {
    const guessed = this.#sources.keys.flatMap((prompt) =>
      this.#guess(prompt, language, {}).map((parameters) => ({ prompt, parameters })),
    );
    const others = (this.#sources.others ?? []).filter((one) => (one.language ?? language) === language);
    // Not all at once: those that are made live have a limit on their time, waiting included.
    const sayings: Saying[] = [];
    const rest = [...guessed, ...others].values();
    const work = async () => {
      for (const { prompt, parameters } of rest)
        sayings.push(await this.saying(prompt, language, parameters));
    };
    await Promise.all([work(), work()]);
    return sayings;
  }

  /** Every set of values with which the voice can say the prompt; it names what is still missing. */
  #guess(prompt: string, language: Language, parameters: PromptParameters): PromptParameters[] {
    try {
      this.#sources.voice.words(prompt, language, parameters);
      return [parameters];
    } catch (error) {
      if (codeOf(error) === 'speech.no-prompt') return [];
      if (!(error instanceof HolosError) || error.code !== 'speech.parameter') throw error;
      const name = String(error.details.name);
      const guess = this.#sources.guesses?.[name] ?? [];
      if (name in parameters) return [];
      const values = typeof guess === 'function' ? guess(prompt, language) : guess;
      return values.flatMap((value) => this.#guess(prompt, language, { ...parameters, [name]: value }));
    }
  }
}

/** By file, for as long as it is as it was: one town after the other, in one process, knows the same thousand. */
const samples = new Map<string, { readonly key: string; readonly read: Promise<Int16Array> }>();

function samplesOf(file: string): Promise<Int16Array> {
  const { size, ino } = statSync(file);
  const key = `${ino} ${size}`;
  const known = samples.get(file);
  if (known?.key === key) return known.read;
  const read = readWav(file);
  samples.set(file, { key, read });
  read.catch(() => samples.delete(file));
  return read;
}

/** Two words or one: their sounds are a beginning long enough to be taken for another. */
const lettersCompared = 6;

/**
 * Whether a sentence begins somewhere in another one: by its letters, for what is spelled otherwise sounds otherwise. It leaves one comparison
 * of sounds in twenty, and of 136 sentences, each beside 205 others, all were told apart as by comparing all.
 */
export function beginsAlsoIn(words: string, other: string): boolean {
  return lettersOf(other).includes(lettersOf(words).slice(0, lettersCompared).trim());
}

function lettersOf(words: string): string {
  return words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Half of what a packet of sound lasts. */
const longestAtOnceMs = 10;

async function howMuchIsNeeded({ phrase }: Saying, others: readonly Saying[]): Promise<number> {
  const finder = new Finder([phrase.begin]);
  let needed = phrase.beginAt + phrase.begin.length;
  let pausedAtMs = performance.now();
  for (const { phrase: other } of others) {
    // Another call may be going on meanwhile: its sound must not wait. Where much goes on, a pause between any two would take seconds.
    if (performance.now() - pausedAtMs > longestAtOnceMs) {
      await pause();
      pausedAtMs = performance.now();
    }
    for (const { at } of finder.find(other.samples, 0, other.samples.length, same - 0.1)) {
      needed = Math.max(needed, neededToTell(phrase, other, at));
    }
  }
  return needed;
}
