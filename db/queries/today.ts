import type { Database } from '../connect.ts';
import { earlyMs } from './call-filter.ts';
import type { VisitOutcome } from './visits-of-call.ts';

export interface Figures {
  /** Of the callers who waited in a queue: those whom an operator has answered. */
  answered: number;
  /** Of the callers who waited in a queue: those who hung up there, later than at once. */
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
 * The figures of what happened since `from`: a call that has arrived since counts once, as answered or abandoned, by the same rule as in the figures
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
  const [answered, abandoned] = await Promise.all([
    waitsOf(db, 'answered', from),
    waitsOf(db, 'abandoned', from),
  ]);
  return {
    answered: answered.length,
    within20s: answered.filter((waitMs) => waitMs <= goodWaitMs).length,
    abandoned: abandoned.filter((waitMs) => waitMs >= earlyMs).length,
    byOperator: byOperator(talks),
  };
}

function waitsOf(db: Database, outcome: VisitOutcome, from: Date): Promise<number[]> {
  return db('calls')
    .join('queue_visits', 'queue_visits.call_id', 'calls.id')
    .where('calls.arrived_at', '>=', from)
    .where({ 'calls.direction': 'in', 'queue_visits.stands': true, 'queue_visits.outcome': outcome })
    .pluck('queue_visits.wait_ms');
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
