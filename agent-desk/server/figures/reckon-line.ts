import { earlyMs } from '../../../db/queries/call-filter.ts';
import type { VisitRow } from '../../../db/queries/visits.ts';
import type { CallOutcome, CallsBehind, Figure, LineFigures } from '../../contract/figures.ts';
import { mean, median, percent } from './mean.ts';
import { type Handled, reckonHandling } from './reckon-handling.ts';

const minuteMs = 60_000;

/** What is known of the callers of one queue, or of all calls, each by the queue that stands for it. */
export interface Line {
  visits: readonly VisitRow[];
  talks: readonly Handled[];
  behind: CallsBehind;
  /** Within which time callers of a queue are to be answered. */
  limitMsOf: (queue: string) => number;
}

/** Formulas: contract/figures.ts. */
export function reckonLine({ visits, talks, behind, limitMsOf }: Line): LineFigures {
  const of = (outcome: CallOutcome) => visits.filter((visit) => isOf(outcome, visit, limitMsOf));
  const figure = (value: number | null, outcome: CallOutcome, count: number): Figure => ({
    ...{ value, count, calls: { ...behind, outcome } },
  });
  const counted = (outcome: CallOutcome) => {
    const count = of(outcome).length;
    return figure(count, outcome, count);
  };
  const answered = of('answered');
  const answerMs = answered.map(({ waitedMs }) => waitedMs);
  const measured = of('measured').length;
  const told = of('told');
  const errors = told.map((one) => Math.abs(one.toldErrorMs ?? 0));
  const withinMinute = errors.filter((errorMs) => errorMs <= minuteMs).length;
  return {
    came: counted('came'),
    waiting: counted('waiting'),
    answered: counted('answered'),
    late: counted('late'),
    serviceLevelPercent: figure(percent(of('in-time').length, measured), 'measured', measured),
    answerMs: figure(mean(answerMs), 'answered', answered.length),
    medianAnswerMs: figure(median(answerMs), 'answered', answered.length),
    longestWaitMs: longest(visits, behind),
    abandonedEarly: counted('abandoned-early'),
    abandoned: counted('abandoned'),
    callbacks: counted('callback'),
    callbacksDone: counted('callback-done'),
    elsewhere: counted('elsewhere'),
    toldErrorMs: figure(median(errors), 'told', told.length),
    toldWithinMinutePercent: figure(percent(withinMinute, told.length), 'told', told.length),
    ...reckonHandling(talks, behind),
  };
}

function longest(visits: readonly VisitRow[], behind: CallsBehind): Figure {
  const waits = visits.map(({ waitedMs }) => waitedMs);
  if (waits.length === 0) return { value: null, count: 0, calls: { ...behind, outcome: 'came' } };
  const longestMs = waits.reduce((longer, waitedMs) => Math.max(longer, waitedMs), 0);
  const waitedSeconds = Math.floor(longestMs / 1000);
  const count = waits.filter((waitedMs) => waitedMs >= waitedSeconds * 1000).length;
  return { value: longestMs, count, calls: { ...behind, waitedSeconds } };
}

/** As db/queries/call-filter.ts tells it of a call. */
function isOf(outcome: CallOutcome, visit: VisitRow, limitMsOf: Line['limitMsOf']): boolean {
  const { waitedMs } = visit;
  const isAnswered = visit.outcome === 'answered';
  const isAbandoned = visit.outcome === 'abandoned';
  switch (outcome) {
    case 'came':
      return true;
    case 'in-time':
      return isAnswered && waitedMs <= limitMsOf(visit.queue);
    case 'late':
      return isAnswered && waitedMs > limitMsOf(visit.queue);
    case 'measured':
      return isAnswered || (isAbandoned && waitedMs >= earlyMs);
    case 'abandoned':
      return isAbandoned && waitedMs >= earlyMs;
    case 'abandoned-early':
      return isAbandoned && waitedMs < earlyMs;
    case 'callback-done':
      return visit.outcome === 'callback' && visit.callbackDone;
    case 'told':
      return visit.toldErrorMs !== null;
    default:
      return visit.outcome === outcome;
  }
}
