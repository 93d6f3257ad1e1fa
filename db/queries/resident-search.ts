import type { Database } from '../connect.ts';
import { type ResidentRow, residentsById } from './residents.ts';

/**
 * Residents by what an operator types: a phone number in any form or its last digits, an account, a name
 * (words in any order, each may be cut short), an address (street, house, flat), or an address and a name together.
 */
export async function searchResidents(db: Database, typed: string, limit = 20): Promise<ResidentRow[]> {
  return residentsById(db, await residentIds(db, typed, limit));
}

/** Whom that finds, by id. */
export async function residentIds(db: Database, typed: string, limit: number): Promise<number[]> {
  const digits = typed.replaceAll(/\D/g, '');
  const words = splitWords(typed);
  const onlyDigits = words.length > 0 && words.every((word) => /^\d+$/.test(word));
  const ids = onlyDigits
    ? await byDigits(db, digits, limit)
    : [...(await byAddress(db, words, limit)), ...(await byName(db, words, limit))];
  return [...new Set(ids)].slice(0, limit);
}

/** Small letters, in words; an apostrophe parts a word as it does in the index of names, whichever of the kinds it is. */
function splitWords(typed: string): string[] {
  return (
    typed
      .toLowerCase()
      // The one apostrophe that Unicode counts among the letters.
      .replaceAll('\u02bc', ' ')
      .split(/[^\p{L}\p{N}/]+/u)
      .filter(Boolean)
      .slice(0, 8)
  );
}

async function byDigits(db: Database, digits: string, limit: number): Promise<number[]> {
  if (digits.length < 3) return [];
  const national = digits.replace(/^(00380|380|80|0)/, '');
  const fromBehind = [...national].reverse().join('');
  const [phones, accounts] = await Promise.all([
    db('phones')
      .where('reversed', 'like', `${fromBehind}%`)
      .orderBy('resident_id')
      .limit(limit)
      .pluck('resident_id'),
    db('residents')
      .join('accounts', 'accounts.id', 'residents.account_id')
      .where('accounts.number', 'like', `${digits}%`)
      .orderBy('accounts.number')
      .limit(limit)
      .pluck('residents.id'),
  ]);
  return [...accounts, ...phones];
}

/** InnoDB's index of words holds those of three letters and more. */
const shortestIndexed = 3;

async function byName(db: Database, words: string[], limit: number): Promise<number[]> {
  const letters = words.filter((word) => !/\d/.test(word));
  if (letters.length < words.length || letters.length === 0) return [];
  const query = db('residents').limit(limit).orderBy('name');
  narrowByName(query, letters);
  return query.pluck('residents.id');
}

interface Narrowed {
  whereRaw(sql: string, bindings: string[]): unknown;
  where(column: string, operator: string, value: string): unknown;
}

function narrowByName(query: Narrowed, words: string[]): void {
  const indexed = words.filter((word) => word.length >= shortestIndexed);
  if (indexed.length > 0) {
    const wanted = indexed.map((word) => `+${word}*`).join(' ');
    query.whereRaw('MATCH (residents.name) AGAINST (? IN BOOLEAN MODE)', [wanted]);
  }
  for (const word of words.filter((one) => one.length < shortestIndexed)) {
    query.where('residents.name', 'like', indexed.length > 0 ? `%${word}%` : `${word}%`);
  }
}

/** Street words first; then the house, the flat, and what is left is the name. */
async function byAddress(db: Database, words: string[], limit: number): Promise<number[]> {
  const isStreetWord = await streetWords(db, words);
  const street = words.filter((_, i) => isStreetWord[i]);
  if (street.length === 0) return [];
  const rest = words.filter((_, i) => !isStreetWord[i] && !addressNoise.has(words[i] ?? ''));
  const [house, flat] = rest.filter((word) => /\d/.test(word));
  const name = rest.filter((word) => !/\d/.test(word));
  const query = db('residents')
    .join('accounts', 'accounts.id', 'residents.account_id')
    .join('buildings', 'buildings.id', 'accounts.building_id')
    .orderByRaw(
      'buildings.street, LENGTH(buildings.house), buildings.house, LENGTH(accounts.flat), accounts.flat',
    )
    .limit(limit);
  for (const word of street) query.where('buildings.street', 'like', `%${word}%`);
  if (house) query.where('buildings.house', flat ? '=' : 'like', flat ? house : `${house}%`);
  if (flat) query.where('accounts.flat', flat);
  if (name.length > 0) narrowByName(query, name);
  return query.pluck('residents.id');
}

const addressNoise = new Set([
  'вул',
  'вулиця',
  'буд',
  'будинок',
  'кв',
  'квартира',
  'д',
  'улица',
  'дом',
  'просп',
  'пл',
]);

/** Which of the words begin a word of some street's name. */
async function streetWords(db: Database, words: string[]): Promise<boolean[]> {
  const candidates = words.map(
    (word) => word.length >= shortestIndexed && !/\d/.test(word) && !addressNoise.has(word),
  );
  if (!candidates.includes(true)) return candidates;
  const streets: string[] = await db('buildings').distinct('street').pluck('street');
  const beginnings = streets.flatMap((street) => splitWords(street));
  return candidates.map((yes, i) => yes && beginnings.some((one) => one.startsWith(words[i] ?? '')));
}
