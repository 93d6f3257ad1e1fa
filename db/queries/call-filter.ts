import type { Knex } from 'knex';
import { withoutDisposition } from '../../config/company/dispositions.ts';
import { queueRulesSchema } from '../../config/company/queues.ts';
import type { CallEnd } from '../../events.ts';

/** Who hangs up sooner has misdialled, or did not mean it: such a caller counts neither for nor against the company. */
export const earlyMs = 5_000;

/**
 * What came of a caller in a queue (see visits-of-call.ts), as lists and figures tell it. `answered` is `in-time` or `late`
 * by the queue's limit, `measured` are all by whom the service level is measured: those and `abandoned`, but not
 * `abandoned-early`. `callback-done`: the promise was kept. `told`: was told how long, and answered.
 * `talked`: an operator talked in it, also where somebody was called.
 */
export type CallOutcome =
  | ('came' | 'waiting' | 'answered' | 'elsewhere')
  | ('in-time' | 'late' | 'measured' | 'abandoned' | 'abandoned-early')
  | ('callback' | 'callback-done' | 'told' | 'talked');

export interface CallFilter {
  /** When it arrived. */
  from?: Date;
  /** Not this moment any more. */
  to?: Date;
  /** E.164. */
  number?: string;
  residentId?: number;
  direction?: 'in' | 'out';
  /** True: has not ended; false: has. */
  live?: boolean;
  result?: CallEnd['result'];
  /** An id of the company file. */
  hotline?: string;
  /** The number at the other end is this one, or has these digits in a row, or it is one of these residents. */
  person?: { number?: string; digits?: string; residentIds: readonly number[] };
  /** Lasted so long at least, from arriving to the end; what goes on, until now. */
  lastedMs?: number;
  /** Who talked in it. */
  operatorId?: number;
  outcome?: CallOutcome;
  /** Where; without it a call counts by the queue that stands for it. */
  queue?: string;
  /** What it came to; `none`: is over, an operator talked in it, and nothing was said. */
  disposition?: string;
  /** Waited so long at least; who still waits, until now. */
  waitedMs?: number;
  /** Until when an answer is in time, by queue; usual where nothing is said. */
  limitsMs?: LimitsMs;
}

/** Within which time callers are to be answered, by queue. */
export type LimitsMs = ReadonlyMap<string, number>;

const usualLimitMs = queueRulesSchema.parse({}).serviceLevel.withinSeconds * 1000;

/** Takes from a query over `calls` all that do not fit. */
export function narrowCalls(query: Knex.QueryBuilder, filter: CallFilter): void {
  const { number, residentId, direction, result, live, operatorId, outcome, queue, waitedMs } = filter;
  if (filter.disposition !== undefined) withDisposition(query, filter.disposition);
  if (number !== undefined) query.where('calls.number', number);
  if (residentId !== undefined) query.where('calls.resident_id', residentId);
  if (direction !== undefined) query.where('calls.direction', direction);
  if (result !== undefined) query.where('calls.result', result);
  if (filter.hotline !== undefined) query.where('calls.hotline', filter.hotline);
  if (filter.person) withPerson(query, filter.person);
  if (filter.lastedMs !== undefined) query.whereRaw(`${lasted} >= ?`, [new Date(), filter.lastedMs]);
  if (filter.from) query.where('calls.arrived_at', '>=', filter.from);
  if (filter.to) query.where('calls.arrived_at', '<', filter.to);
  if (live === true) query.whereNull('calls.ended_at');
  if (live === false) query.whereNotNull('calls.ended_at');
  const byTalk = outcome === 'talked' || operatorId !== undefined;
  const byVisit = outcome !== undefined && outcome !== 'talked';
  if (byTalk) query.whereExists((talks) => withTalk(talks, queue, operatorId));
  if (byVisit || waitedMs !== undefined || (queue !== undefined && !byTalk)) {
    query.where('calls.direction', 'in');
    query.whereExists((visits) => {
      withVisit(visits, queue);
      if (waitedMs !== undefined) visits.whereRaw(`${waited} >= ?`, [new Date(), waitedMs]);
      if (byVisit) whoseOutcome(visits, outcome, filter.limitsMs ?? new Map());
    });
  }
}

const lasted = 'TIMESTAMPDIFF(MICROSECOND, calls.arrived_at, COALESCE(calls.ended_at, ?)) DIV 1000';

function withPerson(query: Knex.QueryBuilder, person: NonNullable<CallFilter['person']>): void {
  const { number, digits, residentIds } = person;
  query.where((either) => {
    either.whereIn('calls.resident_id', residentIds);
    if (number !== undefined) either.orWhere('calls.number', number);
    else if (digits !== undefined) either.orWhere('calls.number', 'like', `%${digits}%`);
  });
}

function withDisposition(query: Knex.QueryBuilder, disposition: string): void {
  if (disposition !== withoutDisposition) return void query.where('calls.disposition', disposition);
  query.whereNull('calls.disposition').whereNotNull('calls.ended_at');
  query.whereExists((talks) => withTalk(talks));
}

function withTalk(talks: Knex.QueryBuilder, queue?: string, operatorId?: number): void {
  talks.from('operator_talks').whereRaw('operator_talks.call_id = calls.id');
  if (queue !== undefined) talks.where('operator_talks.queue', queue);
  if (operatorId !== undefined) talks.where('operator_talks.operator_id', operatorId);
}

function withVisit(visits: Knex.QueryBuilder, queue?: string): void {
  visits.from('queue_visits').whereRaw('queue_visits.call_id = calls.id');
  if (queue === undefined) visits.where('queue_visits.stands', true);
  else visits.where('queue_visits.queue', queue);
}

const waited = 'COALESCE(queue_visits.wait_ms, TIMESTAMPDIFF(MICROSECOND, queue_visits.since, ?) DIV 1000)';

function whoseOutcome(
  visits: Knex.QueryBuilder,
  outcome: Exclude<CallOutcome, 'talked'>,
  limitsMs: LimitsMs,
): void {
  const { sql, values } = limitOf(limitsMs);
  switch (outcome) {
    case 'came':
      return;
    case 'in-time':
      return void visits.where('outcome', 'answered').whereRaw(`wait_ms <= ${sql}`, values);
    case 'late':
      return void visits.where('outcome', 'answered').whereRaw(`wait_ms > ${sql}`, values);
    case 'measured':
      return void visits.where((either) => {
        either.where('outcome', 'answered').orWhere({ outcome: 'abandoned' }).where('wait_ms', '>=', earlyMs);
      });
    case 'abandoned':
      return void visits.where('outcome', 'abandoned').where('wait_ms', '>=', earlyMs);
    case 'abandoned-early':
      return void visits.where('outcome', 'abandoned').where('wait_ms', '<', earlyMs);
    case 'callback-done':
      return void visits
        .join('callbacks', 'callbacks.id', 'queue_visits.callback_id')
        .where('outcome', 'callback')
        .whereNotNull('callbacks.done_at');
    case 'told':
      return void visits.whereNotNull('told_error_ms');
    default:
      return void visits.where('outcome', outcome);
  }
}

function limitOf(limitsMs: LimitsMs): { sql: string; values: (string | number)[] } {
  if (limitsMs.size === 0) return { sql: '?', values: [usualLimitMs] };
  const cases = [...limitsMs].map(() => 'WHEN ? THEN ?').join(' ');
  return {
    sql: `CASE queue_visits.queue ${cases} ELSE ? END`,
    values: [...[...limitsMs].flat(), usualLimitMs],
  };
}
