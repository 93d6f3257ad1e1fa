import { createHash, randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, HolosError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { telephoneDurationMs } from './sound/wav.ts';
import type { Sound } from './voice.ts';

interface Known {
  readonly sound: Sound;
  readonly bytes: number;
}

/** More sentences than are said in a day; beyond it the index forgets the oldest, not the files. */
const LARGEST_INDEX = 10_000;

/**
 * Sounds kept by content, in `<folder>/<first two letters>/<hash>.wav`: the same words by the same engine are made once.
 * A file is put there by rename, so it is whole or absent; one that is damaged all the same is found
 * when it is asked for, and made again.
 */
export class SoundCache {
  readonly #folder: string;
  readonly #log: Logger;
  readonly #known = new Map<string, Known>();

  constructor(folder: string, log: Logger) {
    this.#folder = folder;
    this.#log = log;
  }

  /** What the sound of these parts is kept under. */
  static hash(...parts: readonly string[]): string {
    return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40);
  }

  /** The kept sound, or none if it must be made. */
  async find(hash: string): Promise<Sound | undefined> {
    const file = this.#file(hash);
    const known = this.#known.get(hash);
    try {
      // At once, not by way of Node's threads: a caller waits for it, and it takes microseconds.
      if (known && statSync(file).size === known.bytes) return known.sound;
      const sound = this.#remember(hash, await readFile(file));
      await touch(file);
      return sound;
    } catch (error) {
      this.#known.delete(hash);
      if (codeOf(error) !== 'ENOENT') {
        this.#log.warn({ file, code: codeOf(error) }, 'A kept sound is damaged and is made again');
      } else if (known) {
        this.#log.warn({ file }, 'A kept sound is gone and is made again');
      }
      return undefined;
    }
  }

  /** @throws HolosError `speech.bad-sound`; the system's error when the file cannot be written */
  async put(hash: string, wav: Buffer): Promise<Sound> {
    const file = this.#file(hash);
    const draft = `${file}.${randomUUID()}`;
    await mkdir(path.dirname(file), { recursive: true });
    try {
      await writeFile(draft, wav);
      await rename(draft, file);
    } catch (error) {
      await rm(draft, { force: true });
      throw new HolosError(
        'speech.not-kept',
        'A sound could not be written: is the disk full?',
        { file },
        error,
      );
    }
    return this.#remember(hash, wav);
  }

  #file(hash: string): string {
    return path.join(this.#folder, hash.slice(0, 2), `${hash}.wav`);
  }

  #remember(hash: string, wav: Buffer): Sound {
    const sound = { path: this.#file(hash).slice(0, -'.wav'.length), durationMs: telephoneDurationMs(wav) };
    const [oldest] = this.#known.keys();
    if (this.#known.size >= LARGEST_INDEX && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(hash, { sound, bytes: wav.length });
    return sound;
  }
}

/** Tells the sweeper that the file is in use. */
async function touch(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now);
}
