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
}

export async function appendOperatorEvents(db: Database, events: readonly OperatorEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ operatorId, at, state, reason, callId }) => ({
    operator_id: operatorId,
    at,
    state,
    reason,
    call_id: callId,
  }));
  await db('operator_events').insert(rows);
}
