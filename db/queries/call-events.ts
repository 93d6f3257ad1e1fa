import type { Step, StepKind } from '../../events.ts';
import type { Database } from '../connect.ts';

/** The steps of one call, in the order they happened. */
export async function stepsOf(db: Database, callId: string): Promise<Step[]> {
  return (await stepsOfCalls(db, [callId])).get(callId) ?? [];
}

/** The steps of several calls, by call; only of these kinds where they are said. A call without steps is missing. */
export async function stepsOfCalls(
  db: Database,
  callIds: string[],
  kinds?: readonly StepKind[],
): Promise<Map<string, Step[]>> {
  if (callIds.length === 0) return new Map();
  const found = db('call_events')
    .select('call_id', 'at', 'kind', 'data')
    .whereIn('call_id', callIds)
    .orderBy('id');
  const rows: EventRow[] = await (kinds ? found.whereIn('kind', kinds) : found);
  const byCall = new Map<string, Step[]>();
  for (const row of rows) {
    const steps = byCall.get(row.call_id);
    if (steps) steps.push(stepOf(row));
    else byCall.set(row.call_id, [stepOf(row)]);
  }
  return byCall;
}

/** Which of these steps of a call was the last one; null when there was none. */
export async function lastStepOf<K extends StepKind>(
  db: Database,
  callId: string,
  kinds: readonly K[],
): Promise<K | null> {
  const row: { kind: K } | undefined = await db('call_events')
    .select('kind')
    .where({ call_id: callId })
    .whereIn('kind', kinds)
    .orderBy('id', 'desc')
    .first();
  return row?.kind ?? null;
}

/** The account that the caller was shown to be the holder of, last; null when none was. */
export async function verifiedAccount(db: Database, callId: string): Promise<number | null> {
  const row: { data: { accountId: number } } | undefined = await db('call_events')
    .select('data')
    .where({ call_id: callId, kind: 'verified' })
    .orderBy('id', 'desc')
    .first();
  return row?.data.accountId ?? null;
}

interface EventRow {
  call_id: string;
  at: Date;
  kind: string;
  data: object;
}

/** Rows are only written by `appendSteps`, so a row has the shape of the step it was. */
function stepOf(row: EventRow): Step {
  return { callId: row.call_id, at: row.at, kind: row.kind, ...row.data } as Step;
}
