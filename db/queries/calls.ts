import type { Language } from '../../config/company.ts';
import type { CallEnd } from '../../events.ts';
import { type Database, insertOrMerge } from '../connect.ts';
import { type CallFilter, narrowCalls } from './call-filter.ts';
import { notesOfCall } from './call-notes.ts';
import { cutPage, type PageOf } from './page.ts';

/** One call, as it stands now; its steps are in call_events. */
export interface CallRow {
  id: string;
  node: string;
  direction: 'in' | 'out';
  hotline: string;
  /** The resident's, E.164; null when withheld. */
  number: string | null;
  residentId: number | null;
  language: Language | null;
  arrivedAt: Date;
  answeredAt: Date | null;
  endedAt: Date | null;
  result: CallEnd['result'] | null;
  reason: CallEnd['reason'] | null;
  /** Who talked last. */
  operatorId: number | null;
  /** What the talk came to: an id of the company file. Null: none was given. */
  disposition: string | null;
}

/** A call with the names that a list shows. */
export interface CallSummary extends CallRow {
  /** What operators have noted, one below the other. */
  note: string | null;
  residentName: string | null;
  operatorName: string | null;
}

export type NewCall = Pick<CallRow, 'id' | 'node' | 'direction' | 'hotline' | 'number' | 'arrivedAt'>;
export type CallPatch = Partial<
  Pick<
    CallRow,
    'residentId' | 'language' | 'answeredAt' | 'endedAt' | 'result' | 'reason' | 'operatorId' | 'disposition'
  >
>;

const columns = {
  id: 'calls.id',
  node: 'calls.node',
  direction: 'calls.direction',
  hotline: 'calls.hotline',
  number: 'calls.number',
  residentId: 'calls.resident_id',
  language: 'calls.language',
  arrivedAt: 'calls.arrived_at',
  answeredAt: 'calls.answered_at',
  endedAt: 'calls.ended_at',
  result: 'calls.result',
  reason: 'calls.reason',
  operatorId: 'calls.operator_id',
  disposition: 'calls.disposition',
};

/** Writes that a call has arrived. Harmless when it is known already. */
export function insertCall(db: Database, call: NewCall): Promise<void> {
  return insertCalls(db, [call]);
}

/** Writes that calls have arrived, with what is known of them already. One that is there already is left as it is. */
export async function insertCalls(db: Database, calls: readonly (NewCall & CallPatch)[]): Promise<void> {
  const rows = calls.map((call) => ({
    id: call.id,
    node: call.node,
    direction: call.direction,
    hotline: call.hotline,
    number: call.number,
    arrived_at: call.arrivedAt,
    ...patchRow(call),
  }));
  await insertOrMerge(db, 'calls', rows, { key: 'id', merged: ['id'] });
}

/** Changes what is given and leaves the rest. */
export async function patchCall(db: Database, id: string, patch: CallPatch): Promise<void> {
  const row = patchRow(patch);
  if (Object.keys(row).length > 0) await db('calls').where({ id }).update(row);
}

function patchRow(patch: CallPatch): Record<string, unknown> {
  return withoutUndefined({
    resident_id: patch.residentId,
    language: patch.language,
    answered_at: patch.answeredAt,
    ended_at: patch.endedAt,
    result: patch.result,
    reason: patch.reason,
    operator_id: patch.operatorId,
    disposition: patch.disposition,
  });
}

function withoutUndefined(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
}

export async function findCall(db: Database, id: string): Promise<CallSummary | null> {
  return (await summaries(db).where('calls.id', id).first()) ?? null;
}

/** Calls of this node that have no end yet, oldest first. */
export async function unfinishedCalls(db: Database, node: string): Promise<CallSummary[]> {
  return summaries(db)
    .where('calls.node', node)
    .whereNull('calls.ended_at')
    .orderBy([{ column: 'calls.arrived_at' }, { column: 'calls.id' }]);
}

export interface Page {
  limit: number;
  /** Only what arrived before this moment. */
  before?: Date;
}

/** Calls, newest first. `next` is the moment to ask for as `before`; null when that was all. */
export async function listCalls(db: Database, filter: CallFilter, page: Page): Promise<PageOf<CallSummary>> {
  const query = summaries(db);
  narrowCalls(query, filter);
  if (page.before) query.where('calls.arrived_at', '<', page.before);
  const found: CallSummary[] = await newestFirst(query).limit(page.limit + 1);
  return cutPage(found, page.limit, (call) => call.arrivedAt);
}

/** Calls that have ended since then, the last to end first. */
export async function endedSince(db: Database, since: Date, limit: number): Promise<CallSummary[]> {
  return summaries(db)
    .where('calls.ended_at', '>=', since)
    .orderBy([
      { column: 'calls.ended_at', order: 'desc' },
      { column: 'calls.id', order: 'desc' },
    ])
    .limit(limit);
}

/**
 * Ended calls of these residents or from this number, newest first. Each resident and the number are asked for by themselves: asked
 * for one or the other, the database reads all calls of the city from the newest on.
 */
export async function earlierCalls(
  db: Database,
  { residentIds, number }: { residentIds: readonly number[]; number: string | null },
  limit = 10,
): Promise<CallSummary[]> {
  const newest = (whose: { resident_id: number } | { number: string }) =>
    db('calls').select('id').whereNotNull('ended_at').where(whose).orderBy('arrived_at', 'desc').limit(limit);
  const each = residentIds.map((id) => newest({ resident_id: id }));
  if (number !== null) each.push(newest({ number }));
  if (each.length === 0) return [];
  const ids: string[] = await db.from(db.unionAll(each, true).as('newest')).distinct('id').pluck('id');
  return newestFirst(summaries(db).whereIn('calls.id', ids)).limit(limit);
}

function summaries(db: Database) {
  return db('calls')
    .leftJoin('residents', 'residents.id', 'calls.resident_id')
    .leftJoin('operators', 'operators.id', 'calls.operator_id')
    .select({ ...columns, residentName: 'residents.name', operatorName: 'operators.name' })
    .select({ note: db.raw(notesOfCall) });
}

function newestFirst(query: ReturnType<typeof summaries>): ReturnType<typeof summaries> {
  return query.orderBy([
    { column: 'calls.arrived_at', order: 'desc' },
    { column: 'calls.id', order: 'desc' },
  ]);
}
