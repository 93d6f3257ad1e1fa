import type { StepData, StepKind } from '../../events.ts';
import { type Database, inTransaction } from '../connect.ts';
import { stepsOfCalls } from './call-events.ts';
import { type OperatorTalk, type Visit, visitsOfCall } from './visits-of-call.ts';

/** The steps that `visitsOfCall` reads. */
const telling = [
  ...(['waiting', 'told-wait', 'connected', 'held', 'resumed', 'three-together', 'left-operator'] as const),
  ...(['callback-promised', 'outside', 'duty', 'flow', 'ended'] as const),
] satisfies StepKind[];
const isTelling: ReadonlySet<StepKind> = new Set<StepKind>(telling);

/** Whether this step may change what `writeVisits` writes. */
export function changesVisits(step: StepData): boolean {
  return step.kind === 'flow' ? step.flow === 'mainMenu' : isTelling.has(step.kind);
}

/** Writes what the steps of these calls say of their queues and talks by now. */
export async function writeVisits(db: Database, callIds: string[]): Promise<void> {
  const visits: object[] = [];
  const talks: object[] = [];
  for (const [callId, steps] of await stepsOfCalls(db, callIds, telling)) {
    const told = visitsOfCall(steps);
    visits.push(...told.visits.map((visit) => visitRow(callId, visit)));
    talks.push(...told.talks.map((talk, index) => talkRow(callId, index + 1, talk)));
  }
  if (visits.length > 0) await db('queue_visits').insert(visits).onConflict(['call_id', 'queue']).merge();
  if (talks.length > 0) await db('operator_talks').insert(talks).onConflict(['call_id', 'number']).merge();
}

function visitRow(callId: string, visit: Visit) {
  return {
    call_id: callId,
    queue: visit.queue,
    outcome: visit.outcome,
    stands: visit.stands,
    since: visit.since,
    wait_ms: visit.waitMs,
    told_error_ms: visit.toldErrorMs,
    callback_id: visit.callbackId,
  };
}

function talkRow(callId: string, number: number, talk: OperatorTalk) {
  return {
    call_id: callId,
    number,
    operator_id: talk.operatorId,
    queue: talk.queue,
    began_at: talk.beganAt,
    ended_at: talk.endedAt,
    hold_ms: talk.holdMs,
    held_since: talk.heldSince,
  };
}

/**
 * For a log that was written before these tables were there, or that is read in another way now: all its calls, some hundreds at a time.
 * @param having only those with a step of this kind
 */
export async function writeAllVisits(db: Database, having?: StepKind): Promise<void> {
  let last = '';
  while (true) {
    const ids: string[] = await db('call_events')
      .distinct('call_id')
      .where('call_id', '>', last)
      .where(having ? { kind: having } : {})
      .orderBy('call_id')
      .limit(500)
      .pluck('call_id');
    const end = ids.at(-1);
    if (end === undefined) return;
    await inTransaction(db, (trx) => writeVisits(trx, ids));
    last = end;
  }
}

/** Calls that arrived from `from` until before `to`. */
export interface Span {
  from: Date;
  to: Date;
}

/** A caller in a queue, as the figures need him. */
export type VisitRow = Pick<Visit, 'queue' | 'outcome' | 'stands' | 'toldErrorMs'> & {
  /** Who still waits: until now. */
  waitedMs: number;
  /** The promise for which he left the line was kept. */
  callbackDone: boolean;
};

/** The callers of these calls in their queues. Who is called back is none: he was when he called. */
export async function visitsIn(db: Database, span: Span, now: Date): Promise<VisitRow[]> {
  const rows = await callsIn(db, span)
    .join('queue_visits', 'queue_visits.call_id', 'calls.id')
    .leftJoin('callbacks', 'callbacks.id', 'queue_visits.callback_id')
    .where('calls.direction', 'in')
    .select({
      queue: 'queue_visits.queue',
      outcome: 'queue_visits.outcome',
      stands: 'queue_visits.stands',
      waitedMs: db.raw(integer(`COALESCE(queue_visits.wait_ms, ${lengthMs('queue_visits.since', '?')})`), [
        now,
      ]),
      toldErrorMs: 'queue_visits.told_error_ms',
      callbackDone: db.raw('callbacks.done_at IS NOT NULL'),
    });
  return rows.map((row) => ({ ...row, stands: row.stands === 1, callbackDone: row.callbackDone === 1 }));
}

/** A talk with an operator, as the figures need it. */
export type TalkRow = Pick<OperatorTalk, 'operatorId' | 'queue'> & {
  callId: string;
  /** Since 1970; null: goes on. */
  endedAtMs: number | null;
  /** Hold included; of one that goes on, until now. */
  lengthMs: number;
  holdMs: number;
};

/** The talks of these calls with operators, also of those in which somebody was called. */
export async function talksIn(db: Database, span: Span, now: Date): Promise<TalkRow[]> {
  const heldNow = `COALESCE(${lengthMs('operator_talks.held_since', '?')}, 0)`;
  return callsIn(db, span)
    .join('operator_talks', 'operator_talks.call_id', 'calls.id')
    .select({
      callId: 'operator_talks.call_id',
      operatorId: 'operator_talks.operator_id',
      queue: 'operator_talks.queue',
      endedAtMs: db.raw(integer('UNIX_TIMESTAMP(operator_talks.ended_at) * 1000')),
      lengthMs: db.raw(integer(lengthMs('operator_talks.began_at', 'COALESCE(operator_talks.ended_at, ?)')), [
        now,
      ]),
      holdMs: db.raw(integer(`operator_talks.hold_ms + ${heldNow}`), [now]),
    });
}

function callsIn(db: Database, { from, to }: Span) {
  return db('calls').where('calls.arrived_at', '>=', from).where('calls.arrived_at', '<', to);
}

/** What is reckoned from several types comes as text otherwise. */
function integer(sql: string): string {
  return `CAST(${sql} AS INTEGER)`;
}

/** In SQL, never below zero. As numbers, for a hundred thousand of them are read much sooner than as dates. */
function lengthMs(since: string, until: string): string {
  return `GREATEST(0, TIMESTAMPDIFF(MICROSECOND, ${since}, ${until}) DIV 1000)`;
}
