import path from 'node:path';
import { type Language, languages } from '../config/company.ts';
import type { Settings } from '../config/settings.ts';
import type { Logger } from '../log.ts';
import { SoundCache } from './cache.ts';
import { commandEngine, espeak } from './engines.ts';
import type { Message } from './message.ts';
import { Messages, type Sentence } from './messages.ts';
import { MixedSentences } from './mixed.ts';
import { ensureMusic } from './music-file.ts';
import { type PromptTexts, readPrompts } from './prompts.ts';
import { RecordedPrompts } from './recorded.ts';
import { ensureSignal } from './signal.ts';
import { sweep } from './sweep.ts';
import { Synthesis } from './synthesis.ts';
import type { PromptParameters, Sound, Voice } from './voice.ts';

export interface VoiceOptions {
  readonly settings: Pick<Settings, 'home' | 'cache' | 'speechCommand'> &
    Partial<Pick<Settings, 'speechSpeedPercent'>>;
  readonly log: Logger;
  /** Where dates and times of day are read; the company's. */
  readonly timezone?: string;
  /** Those that hotlines speak: what callers hear is made ahead in them. All unless told. */
  readonly spoken?: readonly Language[];
  /** What there is to say; unless told, the prompts that come with Holos and those in HOLOS_HOME. */
  readonly texts?: PromptTexts;
  /** Where made sounds are known already; the voice reads each anew unless told. */
  readonly sounds?: SoundCache;
}

export interface PrepareOptions {
  /** To be made ahead in every language that is spoken, besides all prompts that always say the same. */
  readonly also?: readonly Sentence[];
  readonly onProgress?: (done: number, total: number) => void;
  /** Stops the work between two sentences, with its reason. */
  readonly signal?: AbortSignal;
}

export interface VoiceOfHolos extends Voice {
  /**
   * Makes what callers will hear before they call; what is there already is only looked at.
   * @throws HolosError `speech.failed` when nothing can speak: without it no call should be taken; those of `Messages.ahead`
   */
  prepare(options?: PrepareOptions): Promise<{ made: number; total: number }>;
  /** Throws away what nobody has needed for a month, once a day; after `prepare`, by which what is fixed counts as needed. */
  sweep(): Promise<void>;
  /** Makes one sentence before anybody hears it. @throws HolosError `speech.no-prompt`, `speech.parameter`, `speech.failed` */
  makeAhead(prompt: string, parameters: PromptParameters, language: Language): Promise<void>;
  /** Every prompt there is. */
  keys(): string[];
  /** Which there are, as they are written. */
  readonly texts: PromptTexts;
  /** @throws HolosError `speech.no-prompt` */
  message(prompt: string, language: Language): Message;
  /** Any words by the engine, as nobody waits for them. @throws HolosError `speech.failed` */
  synthesise(words: string, language: Language): Promise<Sound>;
  /** The folder with the music for waiting, made when missing: for `mode=files` in musiconhold.conf. */
  music(): Promise<{ folder: string; file: string; durationMs: number }>;
}

/** Where made sounds are kept, in the settings' cache. */
export function speechFolder(cache: string): string {
  return path.join(cache, 'speech');
}

/** @throws HolosError `speech.prompts-unreadable`, `speech.prompt-invalid`, `speech.command-invalid` */
export async function createVoice(options: VoiceOptions): Promise<VoiceOfHolos> {
  const { settings, log, timezone = 'Europe/Kyiv', spoken = languages } = options;
  const prompts = path.join(settings.home, 'prompts');
  const cached = speechFolder(settings.cache);
  const messages = new Messages({
    texts: options.texts ?? readPrompts(prompts),
    ...{ spoken, timezone },
    leftOut: (prompt, language, error) =>
      log.warn({ prompt, language, error }, 'A prompt of a language that no hotline speaks is left out'),
  });
  const { texts } = messages;
  const command = settings.speechCommand;
  const standIn = espeak(settings.speechSpeedPercent);
  const engines = command === undefined ? [standIn] : [commandEngine(command), standIn];
  const cache = options.sounds ?? new SoundCache(cached, log);
  const synthesis = new Synthesis(engines, cache, log);
  const recorded = new RecordedPrompts(prompts, log);
  const mixed = new MixedSentences({ recorded, synthesis, cache });

  const voice: Voice = {
    words: (prompt, language, parameters) => messages.words(prompt, language, parameters),
    async say(prompt, language, parameters = {}) {
      const message = messages.of(prompt, language);
      const pieces = message.pieces(parameters, timezone);
      const recording =
        message.placeholders.size === 0
          ? await recorded.find(prompt, language, texts[language].get(prompt))
          : await mixed.say(prompt, language, message, pieces);
      if (recording) return [{ path: recording.path, durationMs: recording.durationMs }];
      const { sound } = await synthesis.speak(message.words(parameters, timezone), language, 'live');
      return [sound];
    },
    signal: () => ensureSignal(cache),
  };

  return {
    ...voice,
    keys: () => [...messages.keys],
    texts,
    message: (prompt, language) => messages.of(prompt, language),
    async synthesise(words, language) {
      return (await synthesis.speak(words, language, 'ahead')).sound;
    },
    async makeAhead(prompt, parameters, language) {
      await synthesis.speak(voice.words(prompt, language, parameters), language, 'ahead');
    },
    music: () => ensureMusic(path.join(settings.cache, 'music')),
    sweep: () => sweep(cached, log),
    async prepare({ also = [], onProgress, signal } = {}) {
      const sentences = messages.ahead(also);
      const rest = sentences.values();
      let done = 0;
      let made = 0;
      const work = async () => {
        for (const { text, language } of rest) {
          signal?.throwIfAborted();
          if ((await synthesis.speak(text, language, 'ahead')).made) made++;
          onProgress?.(++done, sentences.length);
        }
      };
      await Promise.all([work(), work()]);
      return { made, total: sentences.length };
    },
  };
}
