import type { Database } from '../connect.ts';

/** A supervisor has changed the rules of a queue, or what an operator can. The latest of a subject is what holds. */
export interface FloorChange {
  kind: 'queue' | 'skills';
  /** The id of the queue, or of the operator. */
  subject: string;
  /** Null: what the company file says holds again. */
  data: object | null;
  at: Date;
  byOperatorId: number | null;
}

export async function writeFloorChange(db: Database, change: FloorChange): Promise<void> {
  const { kind, subject, data, at, byOperatorId } = change;
  const row = { kind, subject, at, by_operator: byOperatorId, data: data && JSON.stringify(data) };
  await db('floor_changes').insert(row);
}

/** What holds now, a row for each subject that was ever changed. */
export async function currentFloorChanges(db: Database): Promise<FloorChange[]> {
  const latest = db('floor_changes').max('id').groupBy('kind', 'subject');
  return db('floor_changes')
    .select('kind', 'subject', 'data', 'at', { byOperatorId: 'by_operator' })
    .whereIn('id', latest)
    .orderBy('id');
}
