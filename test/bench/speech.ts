import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Language, languages } from '../../config/company.ts';
import type { Logger } from '../../log.ts';
import { createVoice } from '../../speech/voice-maker.ts';
import { wordsOf } from '../../speech/words/words.ts';

/** What one sentence took, in ms. */
export interface SentenceTimes {
  /** From the words to a file that Asterisk can play, said for the first time. */
  readonly madeMs: number;
  /** The same words once more. */
  readonly againMs: number;
  /** The synthesiser by itself, from its start to the end of its sound. */
  readonly peerMs: number;
}

const wordsEach = 10;
const prompt = 'announcement.text';
const voices: Record<Language, string> = { uk: 'uk', ru: 'ru', en: 'en-gb' };
const speak = promisify(execFile);

/** The n-th sentence of ten words in this language, unlike all others: numbers in words, such as are spoken with every value. */
export function tenWords(language: Language, n: number): string {
  const { cardinal } = wordsOf(language);
  const words = [1, 2, 3].flatMap((part) => cardinal(123_456 + 7_919 * (3 * n + part)).split(' '));
  return words.slice(0, wordsEach).join(' ');
}

/**
 * So many sentences, one after the other, each by Holos and by espeak-ng alone, in turn: what a caller waits for where a value is
 * spoken. Nothing is kept from before, and nothing is left.
 */
export async function measureSpeech(home: string, log: Logger, sentences: number): Promise<SentenceTimes[]> {
  const folder = await mkdtemp(path.join(home, 'speech-'));
  try {
    const voice = await createVoice({ settings: { home: folder, cache: folder }, log });
    const bySynthesiser = (text: string, language: Language) =>
      speak('espeak-ng', ['-v', voices[language], '--stdout', text], { encoding: 'buffer' });
    const measure = async (language: Language, n: number): Promise<SentenceTimes> => {
      const text = tenWords(language, n);
      const ours = () => timed(() => voice.say(prompt, language, { text }));
      const peer = () => timed(() => bySynthesiser(text, language));
      // Whoever comes second finds the machine warmer: each is it in turn.
      const peerBefore = n % 2 === 0 ? await peer() : undefined;
      const madeMs = await ours();
      const peerMs = peerBefore ?? (await peer());
      return { madeMs, againMs: await ours(), peerMs };
    };
    // The first of each language reads files and compiles code that the others find ready.
    for (const [n, language] of languages.entries()) await measure(language, n);
    const times: SentenceTimes[] = [];
    for (let n = 0; n < sentences; n++)
      times.push(await measure(languages[n % languages.length] as Language, languages.length + n));
    return times;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
