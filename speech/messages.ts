import type { Language } from '../config/company.ts';
import { HolosError } from '../errors.ts';
import { compileMessage, type Message } from './message.ts';
import { keysOf, type PromptTexts } from './prompts.ts';
import type { PromptParameters } from './voice.ts';

/** A prompt with values that are known before anybody calls: a menu with its keys, say. */
export interface Sentence {
  readonly prompt: string;
  /** Every language that is spoken unless one is named. */
  readonly language?: Language;
  readonly parameters: PromptParameters;
}

export interface MessagesOptions {
  readonly texts: PromptTexts;
  /** Those of the hotlines. What cannot be read in another language is left out: nobody may be kept from calling by it. */
  readonly spoken: readonly Language[];
  readonly timezone: string;
  readonly leftOut?: (prompt: string, language: Language, error: unknown) => void;
}

/** All prompts of an installation, ready to be filled with values. */
export class Messages {
  /** Those that can be said, as they are written. */
  readonly texts: PromptTexts;
  readonly keys: readonly string[];
  readonly #options: MessagesOptions;
  readonly #messages = new Map<string, Message>();

  /** @throws HolosError `speech.prompt-invalid` */
  constructor(options: MessagesOptions) {
    this.#options = options;
    const readable = (language: Language) =>
      new Map([...options.texts[language]].filter(([prompt, text]) => this.#read(prompt, language, text)));
    this.texts = { uk: readable('uk'), ru: readable('ru'), en: readable('en') };
    this.keys = keysOf(this.texts);
  }

  /** @throws HolosError `speech.no-prompt` */
  of(prompt: string, language: Language): Message {
    const message = this.#messages.get(nameOf(prompt, language));
    if (message) return message;
    throw new HolosError('speech.no-prompt', `There is no text for "${prompt}" in ${language}.yaml: add it`, {
      prompt,
      language,
    });
  }

  /** @throws HolosError `speech.no-prompt`, and as `Message.words` */
  words(prompt: string, language: Language, parameters: PromptParameters = {}): string {
    return this.of(prompt, language).words(parameters, this.#options.timezone);
  }

  /**
   * What callers will hear that is known before they call, in the languages that are spoken: all prompts that always say the same, and
   * these sentences. A company with which this goes well can be served.
   * @throws HolosError as `words`; `speech.no-words` for a text that is signs alone, which no engine can say
   */
  ahead(also: readonly Sentence[]): { language: Language; text: string }[] {
    return this.#options.spoken.flatMap((language) => {
      const fixed = this.keys.filter(
        (key) => this.#messages.get(nameOf(key, language))?.placeholders.size === 0,
      );
      const filled = also.filter((one) => one.language === undefined || one.language === language);
      return [
        ...fixed.map((key) => ({ language, text: this.#spoken(key, language) })),
        ...filled.map((one) => ({ language, text: this.#spoken(one.prompt, language, one.parameters) })),
      ];
    });
  }

  #spoken(prompt: string, language: Language, parameters?: PromptParameters): string {
    const words = this.words(prompt, language, parameters);
    if (/[\p{L}\p{N}]/u.test(words)) return words;
    const message = `"${prompt}" in ${language}.yaml has no words in it: write some`;
    throw new HolosError('speech.no-words', message, { prompt, language });
  }

  #read(prompt: string, language: Language, text: string): boolean {
    const { spoken, leftOut } = this.#options;
    try {
      this.#messages.set(nameOf(prompt, language), compileMessage(text, language));
      return true;
    } catch (error) {
      if (spoken.includes(language)) throw error;
      leftOut?.(prompt, language, error);
      return false;
    }
  }
}

function nameOf(prompt: string, language: Language): string {
  return `${language} ${prompt}`;
}
