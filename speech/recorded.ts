import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Language } from '../config/company.ts';
import { codeOf } from '../errors.ts';
import type { Logger } from '../log.ts';
import { telephoneDurationMs } from './sound/wav.ts';
import type { Sound } from './voice.ts';

/** A recording as it can be played. */
export interface Recorded extends Sound {
  /** Changes whenever the file does. */
  readonly state: string;
}

interface Judged {
  /** Of the file when it was judged: a file that has changed since is judged anew. */
  readonly state: string;
  readonly recorded: Recorded | undefined;
}

/**
 * Voices recorded by people: `<folder>/<language>/<key>.wav` takes the place of that prompt, at once, without a restart. A prompt
 * with placeholders is recorded in pieces: `<key>.1.wav` is the first of its fixed texts. Beside a recording that came by
 * `./holos prompts import` or the desk lies the text that it says: `<key>.txt`.
 */
export class RecordedPrompts {
  readonly #folder: string;
  readonly #log: Logger;
  readonly #judged = new Map<string, Judged>();

  constructor(folder: string, log: Logger) {
    this.#folder = folder;
    this.#log = log;
  }

  /**
   * The recording of a prompt, of a piece of one, or of a word; none when there is no file, or it cannot be played,
   * or says another text than this (which is logged once).
   */
  async find(name: string, language: Language, text?: string): Promise<Recorded | undefined> {
    const file = path.join(this.#folder, language, `${name}.wav`);
    try {
      // At once, not by way of Node's threads: a caller waits for it, and it takes microseconds.
      const found = statSync(file, { throwIfNoEntry: false });
      const before = this.#judged.get(file);
      if (!found) {
        this.#judged.delete(file);
        if (before?.recorded) this.#log.warn({ file }, 'A recorded prompt is gone: it is synthesised');
        return undefined;
      }
      const state = `${found.size} ${found.mtimeMs}`;
      if (before?.state === state) return before.recorded;
      const recorded = await this.#judge(file, state, text);
      this.#judged.set(file, { state, recorded });
      return recorded;
    } catch (error) {
      this.#judged.delete(file);
      if (codeOf(error) !== 'ENOENT') {
        this.#log.warn({ file, code: codeOf(error) }, 'A recorded prompt cannot be read');
      }
      return undefined;
    }
  }

  async #judge(file: string, state: string, text: string | undefined): Promise<Recorded | undefined> {
    const content = await readFile(file);
    const sound = file.slice(0, -'.wav'.length);
    if (saysAnother(sound, text)) {
      this.#log.warn({ file }, 'A recorded prompt is left out: the text has changed since it was recorded');
      return undefined;
    }
    try {
      return { path: sound, durationMs: telephoneDurationMs(content), state };
    } catch (error) {
      this.#log.warn(
        { file, error },
        'A recorded prompt is left out: it must be an 8 kHz, 16-bit WAV, one channel',
      );
      return undefined;
    }
  }
}

/** Whether the note beside a recording says that another text was recorded. Without a note it is taken as it is. */
export function saysAnother(sound: string, text: string | undefined): boolean {
  if (text === undefined) return false;
  try {
    return readFileSync(`${sound}.txt`, 'utf8').trim() !== text.trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}
