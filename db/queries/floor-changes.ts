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

export interface KnownFloorChange extends FloorChange {
  /** Grows with every change: of two of a subject the higher one holds. */
  id: number;
  byName: string | null;
}

/** What holds now, a row for each subject that was ever changed. What else was done on the floor holds nothing. */
export async function currentFloorChanges(db: Database): Promise<KnownFloorChange[]> {
  const latest = db('floor_changes')
    .max('id')
    .whereIn('kind', ['queue', 'skills'])
    .groupBy('kind', 'subject');
  return db('floor_changes AS changes')
    .leftJoin('operators AS operators', 'operators.id', 'changes.by_operator')
    .select('changes.id', 'changes.kind', 'changes.subject', 'changes.data', 'changes.at', {
      byOperatorId: 'changes.by_operator',
      byName: 'operators.name',
    })
    .whereIn('changes.id', latest)
    .orderBy('changes.id');
}
