import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../errors.ts';
import type { Saying } from './repertoire.ts';

/**
 * How much of each saying must be heard is found by comparing it with all others, which takes half of the processor that a test with calls
 * does. It is the same every time, so it is kept in files, by the sound of all that can be said.
 */
export class ToldApart {
  readonly #folder: string;
  readonly #digests = new WeakMap<Saying, string>();

  /** @param folder may be absent, and may be emptied at any time */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** What was found for a saying beside these others, or what `find` finds now, in samples. */
  async needed(saying: Saying, others: readonly Saying[], find: () => Promise<number>): Promise<number> {
    const file = path.join(this.#folder, this.#nameOf(saying, others));
    const known = await readNumber(file);
    if (known !== null) return known;
    const found = await find();
    const draft = `${file}.${randomUUID()}`;
    await mkdir(this.#folder, { recursive: true });
    await writeFile(draft, String(found));
    await rename(draft, file);
    return found;
  }

  #nameOf(saying: Saying, others: readonly Saying[]): string {
    const hash = createHash('sha256').update(this.#digestOf(saying));
    for (const digest of others.map((other) => this.#digestOf(other)).sort()) hash.update(digest);
    return hash.digest('hex');
  }

  #digestOf(saying: Saying): string {
    const known = this.#digests.get(saying);
    if (known !== undefined) return known;
    const { beginAt, begin, samples } = saying.phrase;
    const digest = createHash('sha256').update(`${beginAt} ${begin.length}\n`).update(samples).digest('hex');
    this.#digests.set(saying, digest);
    return digest;
  }
}

async function readNumber(file: string): Promise<number | null> {
  try {
    return Number(await readFile(file, 'utf8'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}
