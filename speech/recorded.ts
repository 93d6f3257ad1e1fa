import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Language } from '../config/company.ts';
import { codeOf } from '../errors.ts';
import type { Logger } from '../log.ts';
import { telephoneDurationMs } from './sound/wav.ts';
import type { Sound } from './voice.ts';

interface Judged {
  /** Of the file when it was judged: a file that has changed since is judged anew. */
  readonly state: string;
  readonly sound: Sound | undefined;
}

/**
 * Voices recorded by people: `<folder>/<language>/<key>.wav` takes the place of that prompt, at once, without a restart.
 * Only prompts without placeholders have one, since a recording cannot say what varies.
 */
export class RecordedPrompts {
  readonly #folder: string;
  readonly #log: Logger;
  readonly #judged = new Map<string, Judged>();

  constructor(folder: string, log: Logger) {
    this.#folder = folder;
    this.#log = log;
  }

  /** The recording of a prompt, or none when there is no file or it cannot be played (which is logged once). */
  async find(prompt: string, language: Language): Promise<Sound | undefined> {
    const file = path.join(this.#folder, language, `${prompt}.wav`);
    try {
      // At once, not by way of Node's threads: a caller waits for it, and it takes microseconds.
      const found = statSync(file, { throwIfNoEntry: false });
      if (!found) {
        this.#judged.delete(file);
        return undefined;
      }
      const state = `${found.size} ${found.mtimeMs}`;
      const before = this.#judged.get(file);
      if (before?.state === state) return before.sound;
      const sound = await this.#judge(file);
      this.#judged.set(file, { state, sound });
      return sound;
    } catch (error) {
      this.#judged.delete(file);
      if (codeOf(error) !== 'ENOENT') {
        this.#log.warn({ file, code: codeOf(error) }, 'A recorded prompt cannot be read');
      }
      return undefined;
    }
  }

  async #judge(file: string): Promise<Sound | undefined> {
    const content = await readFile(file);
    try {
      return { path: file.slice(0, -'.wav'.length), durationMs: telephoneDurationMs(content) };
    } catch (error) {
      this.#log.warn(
        { file, error },
        'A recorded prompt is left out: it must be an 8 kHz, 16-bit WAV, one channel',
      );
      return undefined;
    }
  }
}
