import type { OperatorState } from '../../events.ts';
import type { Database } from '../connect.ts';

/** An operator came into a state. Written once, never changed. */
export interface OperatorEvent {
  operatorId: number;
  at: Date;
  state: OperatorState;
  /** Of a pause. */
  reason: string | null;
  callId: string | null;
  /** The supervisor who has set it. */
  setBy: number | null;
}

export async function appendOperatorEvents(db: Database, events: readonly OperatorEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ operatorId, at, state, reason, callId, setBy }) => ({
    operator_id: operatorId,
    at,
    state,
    reason,
    call_id: callId,
    by_operator: setBy,
  }));
  await db('operator_events').insert(rows);
}

export type OperatorChange = Pick<OperatorEvent, 'operatorId' | 'at' | 'state'>;

const columns = { operatorId: 'operator_id', at: 'at', state: 'state' };

/** The states into which operators came from `from` until before `to`, and in which each was at `from`; in their order. */
export async function operatorChanges(
  db: Database,
  { from, to }: { from: Date; to: Date },
): Promise<OperatorChange[]> {
  const lastBefore = db('operator_events as earlier')
    .select('earlier.id')
    .whereRaw('earlier.operator_id = operators.id')
    .where('earlier.at', '<', from)
    .orderBy([
      { column: 'earlier.at', order: 'desc' },
      { column: 'earlier.id', order: 'desc' },
    ])
    .limit(1);
  const before = db('operators').select(lastBefore.as('id'));
  const [standing, within] = await Promise.all([
    db('operator_events').select(columns).whereIn('id', before),
    db('operator_events').select(columns).where('at', '>=', from).where('at', '<', to).orderBy('id'),
  ]);
  return [...standing, ...within];
}
