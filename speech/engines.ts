import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Language } from '../config/company.ts';
import { HolosError } from '../errors.ts';
import { run } from './run.ts';

/** A program that turns text into a WAV of any usual rate. */
export interface Engine {
  /** Changes whenever the same text would sound otherwise: kept sounds are found by it. */
  readonly id: string;
  /** @throws HolosError `speech.program-failed` */
  speak(text: string, language: Language, signal: AbortSignal): Promise<Buffer>;
}

/** Slower than usual, for old people on the telephone. */
const espeakVoices: Record<Language, readonly string[]> = {
  uk: ['-v', 'uk', '-s', '135'],
  ru: ['-v', 'ru', '-s', '135'],
  en: ['-v', 'en-gb', '-s', '145'],
};

export const espeak: Engine = {
  id: `espeak-ng ${JSON.stringify(espeakVoices)}`,
  speak(text, language, signal) {
    const args = [...espeakVoices[language], '-b', '1', '-z', '--stdin', '--stdout'];
    return run(['espeak-ng', ...args], text, signal);
  },
};

/**
 * A program of the installation's own (HOLOS_SPEECH_COMMAND), without a shell. In its arguments `{language}` is uk, ru
 * or en; `{text}` the text, which else comes on standard input; `{file}` the WAV to write, which else is
 * expected on standard output.
 * @throws HolosError `speech.command-invalid` when the command is empty or has an open quote
 */
export function commandEngine(command: string): Engine {
  const [program, ...args] = splitCommand(command);
  if (program === undefined) throw invalid('it is empty');
  return {
    id: `command ${command}`,
    async speak(text, language, signal) {
      const file = path.join(tmpdir(), `holos-speech-${randomUUID()}.wav`);
      const values: Record<string, string> = { '{language}': language, '{text}': text, '{file}': file };
      const filled = args.map((arg) =>
        arg.replace(/\{(language|text|file)\}/g, (name) => values[name] ?? ''),
      );
      const input = command.includes('{text}') ? '' : text;
      if (!command.includes('{file}')) return await run([program, ...filled], input, signal);
      try {
        await run([program, ...filled], input, signal);
        return await readFile(file);
      } finally {
        await rm(file, { force: true });
      }
    },
  };
}

/** Words divided by spaces; quotes, single or double, keep spaces inside a word. */
export function splitCommand(command: string): string[] {
  const words = command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+|["']/g) ?? [];
  if (words.some((word) => word === '"' || word === "'")) throw invalid('a quote is not closed');
  return words.map((word) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, (_all, double?: string, single?: string) => double ?? single ?? ''),
  );
}

function invalid(why: string): HolosError {
  return new HolosError('speech.command-invalid', `HOLOS_SPEECH_COMMAND cannot be used: ${why}`);
}
