import { link, unlink } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { inTime } from '../../db/in-time.ts';
import { codeOf, HolosError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import { Journal } from './journal.ts';

/** One kind of what callers are promised that it is kept. */
export interface Promised<T, R> {
  /** The word for it in the journal. */
  kind: string;
  /** Reads it from its JSON. */
  schema: z.ZodType<T>;
  /** Writes it where it belongs. Doing it twice, also at the same moment, must be the same as doing it once. */
  write(one: T): Promise<R>;
  /** Writes what a caller was told of already, and whatever is to follow from that; `write` unless given. */
  late?(one: T): Promise<unknown>;
  /** It says something of what was kept before it: while any of that waits in the journal, it waits behind it. */
  isAfterOthers?: boolean;
}

/** `journal`: it is on the disk, and will be in the database as soon as that is back. */
export type Kept<R> = { kept: 'database'; result: R } | { kept: 'journal' };

/**
 * Keeps one thing.
 * @param isAway the caller has waited for the database in vain already: the journal takes it at once
 * @throws HolosError `keeping.failed` where neither takes it, and what is wrong with the thing itself
 */
export type Keep<T, R> = (one: T, options?: { isAway?: boolean }) => Promise<Kept<R>>;

const fileName = 'promised.journal';
/** What the journal was called when it knew only readings. */
const earlierName = 'readings.journal';
const earlierKind = 'reading';

const line = z.strictObject({ kind: z.string(), one: z.unknown() });
type Line = z.infer<typeof line>;

/**
 * Keeps what callers have confirmed: in the database, or while that is away in a journal, from where it is written as soon as the
 * database is back, also by the next controller. Nobody waits for it longer than `inTime` allows.
 */
export class Keeper {
  readonly #home: string;
  readonly #log: Logger;
  readonly #kinds = new Map<string, (one: unknown) => Promise<unknown>>();
  #journal: Journal<Line> | undefined;

  constructor(parts: { home: string; log: Logger }) {
    this.#home = parts.home;
    this.#log = parts.log;
  }

  /** Names a kind, before `open`. */
  keeps<T, R>(promised: Promised<T, R>): Keep<T, R> {
    const { kind, schema, write, late = write, isAfterOthers = false } = promised;
    this.#kinds.set(kind, async (one) => late(schema.parse(one)));
    return async (one, { isAway = false } = {}) => {
      if (isAfterOthers && this.waiting > 0) {
        await this.#append({ kind, one });
        return { kept: 'journal' };
      }
      try {
        if (isAway) throw new HolosError('db.away', 'the database was found to be away just before');
        return { kept: 'database', result: await inTime(write(one)) };
      } catch (error) {
        // What is wrong with the thing itself is so tomorrow, too.
        if (error instanceof HolosError && error.code !== 'db.away') throw error;
        this.#log.error({ err: error, kind }, 'what a caller was promised goes to the journal');
        await this.#append({ kind, one });
        return { kept: 'journal' };
      }
    };
  }

  /** Opens the journal, and begins to write what an earlier controller left in it: all kinds are named by now. */
  async open(): Promise<void> {
    const file = path.join(this.#home, fileName);
    await takeOver(path.join(this.#home, earlierName), file);
    this.#journal = await Journal.open<Line>({
      file,
      read: (one) => line.safeParse(asLine(one)).data ?? null,
      write: ({ kind, one }) => this.#write(kind, one),
      log: this.#log,
    });
  }

  /** How much is not where it belongs yet. */
  get waiting(): number {
    return this.#journal?.waiting.length ?? 0;
  }

  /** What is still waiting stays in the file for the next controller. */
  async close(): Promise<void> {
    await this.#journal?.close();
  }

  async #append(one: Line): Promise<void> {
    try {
      if (!this.#journal) throw new Error('the journal is not open');
      await this.#journal.append(one);
    } catch (error) {
      const message = 'Neither the database nor the disk takes what a caller was to be promised.';
      throw new HolosError('keeping.failed', message, { kind: one.kind }, error);
    }
  }

  /** A kind that a newer Holos has written stays in the file until that is back. */
  async #write(kind: string, one: unknown): Promise<unknown> {
    const write = this.#kinds.get(kind);
    if (!write) throw new HolosError('keeping.unknown-kind', 'nobody here can write this', { kind });
    return write(one);
  }
}

/** Lines of the earlier journal name no kind. */
function asLine(one: unknown): unknown {
  const isEarlier = one !== null && typeof one === 'object' && !('kind' in one);
  return isEarlier ? { kind: earlierKind, one } : one;
}

/** Where there is one of each, the earlier one waits for the next start. */
async function takeOver(earlier: string, file: string): Promise<void> {
  try {
    await link(earlier, file);
    await unlink(earlier);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(codeOf(error))) throw error;
  }
}
