import type { Database } from '../connect.ts';

export interface Figures {
  /** Of the callers who waited in a queue: those whom an operator has answered. */
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
}

/** Answered within this time counts as well answered. */
const goodWaitMs = 20_000;

/**
 * The figures of what happened since `from`: a call that has arrived since counts as answered once, by the same rule as in the figures
 * (`visits-of-call.ts`), and for each operator who has talked in it since.
 */
export async function figuresSince(db: Database, from: Date): Promise<Figures> {
  const talks: Talk[] = await db('call_events')
    .select({ callId: 'call_id' })
    .select({
      operatorId: number(db, 'operatorId'),
      waitMs: number(db, 'waitMs'),
      talkMs: number(db, 'talkMs'),
    })
    .whereIn('kind', ['connected', 'left-operator'])
    .where('at', '>=', from)
    .orderBy('id');
  const answered = await db('calls')
    .join('queue_visits', 'queue_visits.call_id', 'calls.id')
    .where('calls.arrived_at', '>=', from)
    .where({ 'calls.direction': 'in', 'queue_visits.stands': true, 'queue_visits.outcome': 'answered' })
    .pluck('queue_visits.wait_ms');
  const abandoned = await db('calls')
    .where('ended_at', '>=', from)
    .where({ direction: 'in', result: 'abandoned' })
    .count({ count: '*' })
    .first();
  return {
    answered: answered.length,
    within20s: answered.filter((waitMs) => waitMs <= goodWaitMs).length,
    abandoned: Number(abandoned?.count ?? 0),
    byOperator: byOperator(talks),
  };
}

function number(db: Database, name: 'operatorId' | 'waitMs' | 'talkMs') {
  return db.raw('CAST(JSON_VALUE(data, ?) AS INTEGER)', [`$.${name}`]);
}

function byOperator(talks: Talk[]): Figures['byOperator'] {
  const callsOf = new Map<number, Set<string>>();
  const figures: Figures['byOperator'] = new Map();
  for (const { callId, operatorId, waitMs, talkMs } of talks) {
    const had = callsOf.get(operatorId) ?? new Set();
    callsOf.set(operatorId, waitMs === null ? had : had.add(callId));
    const before = figures.get(operatorId)?.talkMs ?? 0;
    figures.set(operatorId, { calls: had.size, talkMs: before + (talkMs ?? 0) });
  }
  return figures;
}
