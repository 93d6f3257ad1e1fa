import type { Company } from '../../../config/company.ts';
import type { Database } from '../../../db/connect.ts';
import { dispositionsIn } from '../../../db/queries/dispositions.ts';
import { operatorChanges } from '../../../db/queries/operator-events.ts';
import { operatorNames } from '../../../db/queries/operators.ts';
import { type Span, talksIn, type VisitRow, visitsIn } from '../../../db/queries/visits.ts';
import type { CallsBehind, Figures, ServiceTarget } from '../../contract/figures.ts';
import { type WorkTime, workTimes, wrapUps } from './operator-times.ts';
import { reckonDispositions } from './reckon-dispositions.ts';
import { type Handled, reckonOperator } from './reckon-handling.ts';
import { reckonLine } from './reckon-line.ts';

export interface FiguresParts {
  db: Database;
  company: Pick<Company, 'queues' | 'dispositions'>;
  /** The rule of a queue that holds now. */
  serviceLevelOf: (queue: string) => ServiceTarget;
}

/** No call lasts so long: the wrap-up after the last talk of a span has begun by then. */
const longestCallMs = 6 * 3_600_000;

/**
 * The figures of the calls that arrived in this span; with `queue` only of that one. Callers and talks belong to the call, so
 * also what happens after the span counts to it; the time of operators is that of the span.
 */
export async function readFigures(parts: FiguresParts, span: Span, queue?: string): Promise<Figures> {
  const { db } = parts;
  const now = new Date();
  const until = new Date(Math.min(now.getTime(), span.to.getTime() + longestCallMs));
  const [visits, talks, changes, names, counted] = await Promise.all([
    visitsIn(db, span, now),
    talksIn(db, span, now),
    operatorChanges(db, { from: span.from, to: until }),
    operatorNames(db),
    dispositionsIn(db, span, queue),
  ]);
  const wrapUpMs = wrapUps(talks, changes, until.getTime());
  const there = (one: { queue: string | null }) => queue === undefined || one.queue === queue;
  const seen: Seen = {
    visits: visits.filter(there),
    talks: talks.filter(there).map((talk) => ({ ...talk, wrapUpMs: wrapUpMs.get(talk) ?? 0 })),
    times: workTimes(changes, {
      fromMs: span.from.getTime(),
      toMs: Math.min(span.to.getTime(), now.getTime()),
    }),
  };
  const times = { from: span.from.toISOString(), to: span.to.toISOString() };
  return {
    ...times,
    ...ofLines(seen, parts, queue),
    ...ofOperators(seen, names, queue),
    dispositions: reckonDispositions(counted, parts.company, behindOf(queue)),
  };
}

/** The service level of the calls that arrived since `midnight`, by queue, 0 to 1; queues by whom nobody is measured are missing. */
export async function serviceLevels(
  { db, company, serviceLevelOf }: FiguresParts,
  midnight: Date,
): Promise<[queue: string, share: number][]> {
  const now = new Date();
  const visits = await visitsIn(db, { from: midnight, to: now }, now);
  const { queues } = ofLines(
    { visits, talks: [], times: new Map() },
    { db, company, serviceLevelOf },
    undefined,
  );
  return queues.flatMap(({ queue, serviceLevelPercent: { value } }) =>
    value === null ? [] : [[queue, value / 100]],
  );
}

interface Seen {
  visits: VisitRow[];
  talks: Handled[];
  times: ReadonlyMap<number, WorkTime>;
}

function ofLines(
  { visits, talks }: Seen,
  { company, serviceLevelOf }: FiguresParts,
  only: string | undefined,
): Pick<Figures, 'queues' | 'all'> {
  const limitMsOf = (id: string) => serviceLevelOf(id).withinSeconds * 1000;
  // Those of the company file in its order, then those that it has no more.
  const known = new Set([...company.queues.map(({ id }) => id), ...visits.map(({ queue }) => queue)]);
  const shown = only === undefined ? [...known] : [only];
  return {
    queues: shown.map((id) => ({
      queue: id,
      target: serviceLevelOf(id),
      ...reckonLine({
        limitMsOf,
        visits: visits.filter(({ queue }) => queue === id),
        talks: talks.filter(({ queue }) => queue === id),
        behind: { queue: id },
      }),
    })),
    all: reckonLine({
      limitMsOf,
      visits: only === undefined ? visits.filter(({ stands }) => stands) : visits,
      talks,
      behind: behindOf(only),
    }),
  };
}

/** Whoever was ready or busy, or talked. */
function ofOperators(
  { talks, times }: Seen,
  names: ReadonlyMap<number, string>,
  only: string | undefined,
): Pick<Figures, 'operators' | 'allOperators'> {
  const behind = behindOf(only);
  const atWork = [...names].flatMap(([operatorId, name]) => {
    const his = talks.filter((talk) => talk.operatorId === operatorId);
    const time = times.get(operatorId) ?? idle;
    if (his.length === 0 && time.busyMs + time.readyMs === 0) return [];
    return [{ operatorId, name, ...reckonOperator(his, time, { ...behind, operatorId }) }];
  });
  return { operators: atWork, allOperators: reckonOperator(talks, together([...times.values()]), behind) };
}

function behindOf(queue: string | undefined): CallsBehind {
  return queue === undefined ? {} : { queue };
}

const idle: WorkTime = { busyMs: 0, readyMs: 0 };

function together(times: WorkTime[]): WorkTime {
  return times.reduce(
    (all, one) => ({ busyMs: all.busyMs + one.busyMs, readyMs: all.readyMs + one.readyMs }),
    idle,
  );
}
