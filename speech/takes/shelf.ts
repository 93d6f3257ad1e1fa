import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Language } from '../../config/company.ts';
import { codeOf, HolosError } from '../../errors.ts';
import { telephoneDurationMs } from '../sound/wav.ts';
import type { FinishedTake } from './judge-take.ts';

/** One recording, the one in use or one that was before it. */
export interface Kept {
  /** Of an earlier one: what it is asked for by. The one in use has none. */
  readonly id: string | null;
  readonly recordedAt: Date;
  readonly durationMs: number;
  /** What it says; null for a file that somebody put there by hand. */
  readonly text: string | null;
}

/** How many earlier recordings of one text are kept; the oldest go. */
const KEPT_EARLIER = 10;
/** At 8 kHz, at 16 kHz, and the text that is said. The first is what makes it a recording. */
const ENDINGS = ['.txt', '.wav16', '.wav'] as const;

/**
 * Where recordings lie: `<folder>/<language>/<name>.wav`, `.wav16` and `.txt` in use, earlier ones in
 * `<folder>/<language>/earlier/<name>/<when they were put aside, ms>.*`. A recording that is replaced or taken out is put aside,
 * never thrown away, so every step can be undone.
 */
export class Shelf {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(language: Language, name: string, take: FinishedTake, text: string): Promise<void> {
    await this.putAside(language, name);
    const sound = this.#inUse(language, name);
    await mkdir(path.dirname(sound), { recursive: true });
    const contents = { '.txt': `${text}\n`, '.wav16': take.wide, '.wav': take.telephone };
    for (const ending of ENDINGS) await writeWhole(`${sound}${ending}`, contents[ending]);
  }

  /** Back to synthesis. Does nothing when there is no recording. */
  async putAside(language: Language, name: string): Promise<void> {
    const sound = this.#inUse(language, name);
    if (!existsSync(`${sound}.wav`)) return;
    const folder = this.#earlierFolder(language, name);
    await mkdir(folder, { recursive: true });
    let id = Date.now();
    while (existsSync(path.join(folder, `${id}.wav`))) id++;
    await moveAll(sound, path.join(folder, String(id)));
    const ids = await this.#ids(language, name);
    for (const old of ids.slice(KEPT_EARLIER))
      for (const ending of ENDINGS) await rm(path.join(folder, old + ending), { force: true });
  }

  /** The earlier recording is in use again; the one that was is put aside. @throws HolosError `take.unknown` */
  async takeBack(language: Language, name: string, id: string): Promise<void> {
    const earlier = this.soundOf(language, name, id);
    const chosen = `${this.#inUse(language, name)}.${randomUUID()}`;
    // Out of the way first: putting the other one aside may throw the oldest away.
    await moveAll(earlier, chosen);
    await this.putAside(language, name);
    await moveAll(chosen, this.#inUse(language, name));
  }

  /** The path without ending of the recording in use, or of an earlier one. @throws HolosError `take.unknown` */
  soundOf(language: Language, name: string, id: string | null): string {
    const known = id === null || /^\d+$/.test(id);
    const sound =
      id === null ? this.#inUse(language, name) : path.join(this.#earlierFolder(language, name), id);
    if (known && existsSync(`${sound}.wav`)) return sound;
    throw new HolosError('take.unknown', 'There is no such recording.', { language, name, id });
  }

  /** The one in use, if there is one, and the earlier ones, the latest first. */
  async kept(language: Language, name: string): Promise<{ inUse: Kept | null; earlier: Kept[] }> {
    const folder = this.#earlierFolder(language, name);
    const earlier = (await this.#ids(language, name)).map((id) => keptAt(path.join(folder, id), id));
    return {
      inUse: await keptAt(this.#inUse(language, name), null),
      earlier: (await Promise.all(earlier)).filter((one) => one !== null),
    };
  }

  has(language: Language, name: string): boolean {
    return existsSync(`${this.#inUse(language, name)}.wav`);
  }

  async #ids(language: Language, name: string): Promise<string[]> {
    const names = await namesIn(this.#earlierFolder(language, name));
    const ids = names.filter((one) => /^\d+\.wav$/.test(one)).map((one) => one.slice(0, -'.wav'.length));
    return ids.sort((a, b) => Number(b) - Number(a));
  }

  #inUse(language: Language, name: string): string {
    return path.join(this.#folder, language, name);
  }

  #earlierFolder(language: Language, name: string): string {
    return path.join(this.#folder, language, 'earlier', name);
  }
}

async function keptAt(sound: string, id: string | null): Promise<Kept | null> {
  try {
    const [{ mtime }, wav] = await Promise.all([stat(`${sound}.wav`), readFile(`${sound}.wav`)]);
    return { id, recordedAt: mtime, durationMs: telephoneDurationMs(wav), text: await textOf(sound) };
  } catch (error) {
    // A file of another kind is no recording: whoever plays prompts leaves it out and says so in the log.
    if (['ENOENT', 'speech.bad-sound'].includes(codeOf(error))) return null;
    throw error;
  }
}

async function textOf(sound: string): Promise<string | null> {
  try {
    return (await readFile(`${sound}.txt`, 'utf8')).trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

async function writeWhole(file: string, content: string | Buffer): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, content);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw new HolosError(
      'speech.not-kept',
      'A recording could not be written: is the disk full?',
      { file },
      error,
    );
  }
}

/** What does not exist is not moved; what stands there and has no counterpart is taken away. */
async function moveAll(from: string, to: string): Promise<void> {
  for (const ending of ENDINGS) {
    if (existsSync(from + ending)) await rename(from + ending, to + ending);
    else await rm(to + ending, { force: true });
  }
}
