import type { Database } from '../connect.ts';

export interface Figures {
  /** Incoming calls that an operator took. */
  answered: number;
  /** Incoming calls whose caller hung up while waiting. */
  abandoned: number;
  /** Of the answered: how many waited 20 s at most. */
  within20s: number;
  byOperator: Map<number, { calls: number; talkMs: number }>;
}

interface Talk {
  operatorId: number;
  talkMs: number | null;
  waitMs: number | null;
  callId: string;
  direction: 'in' | 'out' | null;
}

/**
 * The figures of what happened since `from`, from the log of events: a call counts as answered once, however often it
 * was handed on, and for each operator who talked in it.
 */
export async function figuresSince(db: Database, from: Date): Promise<Figures> {
  const talks: Talk[] = await db('call_events')
    .leftJoin('calls', 'calls.id', 'call_events.call_id')
    .select({ callId: 'call_events.call_id', direction: 'calls.direction' })
    .select({
      operatorId: number(db, 'operatorId'),
      waitMs: number(db, 'waitMs'),
      talkMs: number(db, 'talkMs'),
    })
    .whereIn('call_events.kind', ['connected', 'left-operator'])
    .where('call_events.at', '>=', from)
    .orderBy('call_events.id');
  const abandoned = await db('calls')
    .where('ended_at', '>=', from)
    .where({ direction: 'in', result: 'abandoned' })
    .count({ count: '*' })
    .first();
  return { ...count(talks), abandoned: Number(abandoned?.count ?? 0) };
}

function number(db: Database, name: 'operatorId' | 'waitMs' | 'talkMs') {
  return db.raw('CAST(JSON_VALUE(call_events.data, ?) AS INTEGER)', [`$.${name}`]);
}

function count(talks: Talk[]): Omit<Figures, 'abandoned'> {
  const firstWait = new Map<string, number>();
  const callsOf = new Map<number, Set<string>>();
  const byOperator: Figures['byOperator'] = new Map();
  for (const { callId, direction, operatorId, waitMs, talkMs } of talks) {
    const had = callsOf.get(operatorId) ?? new Set();
    callsOf.set(operatorId, waitMs === null ? had : had.add(callId));
    const before = byOperator.get(operatorId)?.talkMs ?? 0;
    byOperator.set(operatorId, { calls: had.size, talkMs: before + (talkMs ?? 0) });
    if (direction === 'in' && waitMs !== null && !firstWait.has(callId)) firstWait.set(callId, waitMs);
  }
  const waits = [...firstWait.values()];
  return { answered: waits.length, within20s: waits.filter((ms) => ms <= 20_000).length, byOperator };
}
