import type { Language } from '../../config/company.ts';
import { type Database, insertOrMerge } from '../connect.ts';

/** The language that was chosen on this number (E.164) last; null when none was. */
export async function languageOf(db: Database, number: string): Promise<Language | null> {
  const row: { language: Language } | undefined = await db('number_languages')
    .select('language')
    .where({ number })
    .first();
  return row?.language ?? null;
}

export async function rememberLanguage(db: Database, number: string, language: Language): Promise<void> {
  await insertOrMerge(db, 'number_languages', { number, language }, { key: 'number', merged: ['language'] });
}
