import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HolosError } from '../errors.ts';
import type { Engine } from './engine.ts';
import { run } from './run.ts';

export { espeak } from './espeak.ts';

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
export function splitCommand(command: string, setting = 'HOLOS_SPEECH_COMMAND'): string[] {
  const words = command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+|["']/g) ?? [];
  if (words.some((word) => word === '"' || word === "'")) throw invalid('a quote is not closed', setting);
  return words.map((word) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, (_all, double?: string, single?: string) => double ?? single ?? ''),
  );
}

function invalid(why: string, setting = 'HOLOS_SPEECH_COMMAND'): HolosError {
  return new HolosError('speech.command-invalid', `${setting} cannot be used: ${why}`);
}
