import { type Database, inTransaction } from '../connect.ts';

export interface TriesRow {
  /** How many were not right; not whole where time takes them back. */
  wrong: number;
  lastAt: Date;
  /** No try before this. */
  nextAt: Date;
}

/**
 * Reads what is remembered of these subjects, lets `decide` say what is to be remembered from now on, and writes it: at once, so
 * that of many who try at the same time each sees what the others did. `decide` has no effect of its own: it may be asked again.
 */
export async function changeTries<T>(
  db: Database,
  subjects: readonly string[],
  now: Date,
  decide: (known: ReadonlyMap<string, TriesRow>) => { result: T; remember: ReadonlyMap<string, TriesRow> },
): Promise<T> {
  // Always in the same order: two who want the same rows never wait for each other crosswise.
  const sorted = [...new Set(subjects)].sort();
  return inTransaction(db, async (trx) => {
    const fresh = sorted.map((subject) => ({ subject, wrong: 0, last_at: now, next_at: now }));
    await trx('verification_tries').insert(fresh).onConflict('subject').merge(['subject']);
    const rows: (TriesRow & { subject: string })[] = await trx('verification_tries')
      .select({ subject: 'subject', wrong: 'wrong', lastAt: 'last_at', nextAt: 'next_at' })
      .whereIn('subject', sorted)
      .orderBy('subject')
      .forUpdate();
    const { result, remember } = decide(new Map(rows.map((row) => [row.subject, row])));
    for (const [subject, { wrong, lastAt, nextAt }] of remember) {
      await trx('verification_tries').where({ subject }).update({ wrong, last_at: lastAt, next_at: nextAt });
    }
    return result;
  });
}

/** A try was right after all: nothing is remembered of what was tried, and one wrong try less of who tried. */
export async function forgiveTry(db: Database, tried: readonly string[], source: string): Promise<void> {
  await inTransaction(db, async (trx) => {
    await trx('verification_tries').whereIn('subject', tried).del();
    await trx('verification_tries')
      .where({ subject: source })
      .update({ wrong: trx.raw('GREATEST(wrong - 1, 0)') });
  });
}

/** Nothing is remembered of what was tried: it is locked no longer. */
export async function unlock(db: Database, subject: string): Promise<void> {
  await inTransaction(db, (trx) => trx('verification_tries').where({ subject }).del());
}

/** Forgets tries that are long over. */
export async function forgetTries(db: Database, before: Date): Promise<void> {
  // It meets the rows that others are trying at: of two in each other's way one is done again.
  await inTransaction(db, (trx) => trx('verification_tries').where('last_at', '<', before).limit(100).del());
}
