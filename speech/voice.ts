import type { Language } from '../config/company.ts';

/** One sound that can be played at once: an absolute path without ending to an 8 kHz mono 16-bit WAV. */
export interface Sound {
  readonly path: string;
  readonly durationMs: number;
}

export type PromptParameters = Readonly<Record<string, string | number | Date>>;

/** Says prompts: from recorded files where there are some, else synthesised, kept by content. */
export interface Voice {
  /** The sounds that say this prompt, in order, ready to play. @throws HolosError `speech.no-prompt`, `speech.failed` */
  say(prompt: string, language: Language, parameters?: PromptParameters): Promise<readonly Sound[]>;
  /** The words of a prompt, as they would be spoken: for logs, the desk, and the town. */
  words(prompt: string, language: Language, parameters?: PromptParameters): string;
  /** The tone after which a caller speaks. */
  signal(): Promise<Sound>;
}
