import type { Step } from '../../events.ts';
import { type Database, inTransaction } from '../connect.ts';
import { changesVisits, writeVisits } from './visits.ts';

/** Writes steps, of any calls, in one statement and in the order given, and what they say of queues and talks. */
export async function appendSteps(db: Database, steps: readonly Step[]): Promise<void> {
  if (steps.length === 0) return;
  const rows = steps.map(({ callId, at, kind, ...data }) => ({
    call_id: callId,
    at,
    kind,
    data: JSON.stringify(data),
  }));
  const changed = new Set(steps.filter(changesVisits).map(({ callId }) => callId));
  await inTransaction(db, async (trx) => {
    await trx('call_events').insert(rows);
    await writeVisits(trx, [...changed]);
  });
}
