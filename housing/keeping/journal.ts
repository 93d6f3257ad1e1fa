import { type FileHandle, open, readFile, rename, truncate, unlink } from 'node:fs/promises';
import { isAway } from '../../db/faults.ts';
import { codeOf } from '../../errors.ts';
import type { Logger } from '../../log.ts';

export interface JournalParts<T> {
  /** Only this process writes to it. */
  file: string;
  /** A line of the file as what it stands for; null: it is none. */
  read: (line: unknown) => T | null;
  /** Writes one to where it belongs. Doing it twice must be the same as doing it once. */
  write: (one: T) => Promise<unknown>;
  log: Logger;
  retryMs?: number;
}

/**
 * What was confirmed to somebody while the database was away: kept in an append-only file, and written as soon as it is back,
 * also by the next process. A line that is being written by the database when we die is written again: `write` must bear it.
 *
 *     append ──▶ file (synced) ──▶ write … ──▶ file without what was written ──▶ no file when nothing is left
 */
export class Journal<T> {
  readonly #parts: JournalParts<T>;
  readonly #retryMs: number;
  #waiting: T[] = [];
  /** Everything that touches the file, one after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #draining: Promise<void> | undefined;
  #closed = false;
  #isAway = false;
  /** Those of which the log says that they fail: it says so once. */
  readonly #told = new Set<T>();

  /** Opens the journal and begins to write what an earlier process left in it. */
  static async open<T>(parts: JournalParts<T>): Promise<Journal<T>> {
    const journal = new Journal(parts);
    journal.#waiting = await journal.#leftBehind();
    if (journal.#waiting.length > 0) journal.#plan(0);
    return journal;
  }

  private constructor(parts: JournalParts<T>) {
    this.#parts = parts;
    this.#retryMs = parts.retryMs ?? 1_000;
  }

  /** How many are not where they belong yet. */
  get waiting(): readonly T[] {
    return this.#waiting;
  }

  /** When it resolves, it is on the disk: neither a crash nor a power cut loses it. Rejects when the disk does not take it. */
  append(one: T): Promise<void> {
    return this.#inTurn(async () => {
      const file = await open(this.#parts.file, 'a', 0o600);
      const { size } = await file.stat();
      try {
        await writeWhole(file, `${JSON.stringify(one)}\n`);
      } catch (error) {
        // A full disk takes half a line, which would spoil the next one.
        await file.truncate(size);
        throw error;
      } finally {
        await file.close();
      }
      this.#waiting.push(one);
      this.#plan(this.#retryMs);
    });
  }

  /** What is still waiting stays in the file for the next process. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#draining;
    await this.#turn;
  }

  #plan(inMs: number): void {
    if (this.#closed || this.#timer || this.#draining) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#draining = this.#drain().finally(() => {
        this.#draining = undefined;
        if (this.#waiting.length > 0) this.#plan(this.#retryMs);
      });
    }, inMs);
  }

  /**
   * Writes what it can, in its order: who gives up and is talked to after that has not given up. While the database is away nothing
   * is tried after the first; one that fails for what it is keeps its place, and no other back.
   */
  async #drain(): Promise<void> {
    let written = 0;
    const failed: T[] = [];
    while (this.#waiting.length > 0 && !this.#closed) {
      const [first] = this.#waiting as [T];
      const came = await this.#tried(first);
      if (came === 'away') break;
      this.#waiting.shift();
      if (came === 'failed') failed.push(first);
      else written++;
    }
    this.#waiting.unshift(...failed);
    if (written === 0) return;
    try {
      await this.#inTurn(() => this.#rewrite());
    } catch (error) {
      this.#parts.log.error({ err: error, file: this.#parts.file }, 'the journal could not be shortened');
    }
  }

  async #tried(one: T): Promise<'written' | 'away' | 'failed'> {
    const { write, log, file } = this.#parts;
    try {
      await write(one);
      if (this.#isAway) log.info({ file }, 'the journal is being written again');
      this.#isAway = false;
      return 'written';
    } catch (error) {
      if (isAway(error)) {
        if (!this.#isAway)
          log.error(
            { err: error, file, waiting: this.#waiting.length },
            'the journal waits for the database',
          );
        this.#isAway = true;
        return 'away';
      }
      if (!this.#told.has(one))
        log.error(
          { err: error, file, person: one },
          'a line of the journal cannot be written, and stays in it',
        );
      this.#told.add(one);
      return 'failed';
    }
  }

  async #rewrite(): Promise<void> {
    const { file } = this.#parts;
    if (this.#waiting.length === 0) return unlessMissing(unlink(file));
    const next = await open(`${file}.new`, 'w', 0o600);
    try {
      await writeWhole(next, this.#waiting.map((one) => `${JSON.stringify(one)}\n`).join(''));
    } finally {
      await next.close();
    }
    await rename(`${file}.new`, file);
  }

  #inTurn<R>(work: () => Promise<R>): Promise<R> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #leftBehind(): Promise<T[]> {
    const text = await textOf(this.#parts.file);
    const whole = text.lastIndexOf('\n') + 1;
    // Half a line is a line no more once the next one stands behind it.
    if (whole < text.length) await truncate(this.#parts.file, Buffer.byteLength(text.slice(0, whole)));
    return text.split('\n').flatMap((line) => {
      if (line === '') return [];
      const one = this.#parts.read(parsed(line));
      // Cut off in the middle of being written: nobody was told that it is kept.
      if (one === null)
        this.#parts.log.warn({ file: this.#parts.file }, 'a broken line of the journal is left out');
      return one === null ? [] : [one];
    });
  }
}

async function writeWhole(file: FileHandle, text: string): Promise<void> {
  await file.writeFile(text);
  await file.datasync();
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
}

async function unlessMissing(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}
