import { earlyMs } from '../../../db/queries/call-filter.ts';
import { visitsOfCall } from '../../../db/queries/visits-of-call.ts';
import type { Step as BusStep } from '../../../events.ts';
import type { DeskState } from '../../contract/live.ts';
import { type Awaited, awaitedAfter, isFirstAnswer, notAwaited } from './awaited.ts';
import type { LiveCall } from './calls.ts';
import type { TodayFigures } from './world.ts';

/** Answered within this time counts as well answered. */
const goodWaitMs = 20_000;

/** Today's figures after one step of a call; the same object when the step changes none. `before`: the call until this step. */
export function countStep(
  today: TodayFigures,
  before: LiveCall | undefined,
  step: BusStep,
  midnight: Date,
): TodayFigures {
  if (step.at < midnight || !before) return today;
  const isOfToday = before.summary.direction === 'in' && new Date(before.summary.arrivedAt) >= midnight;
  switch (step.kind) {
    case 'connected': {
      const first = isOfToday && isAwaited(before);
      const mine = connections(before, midnight).some((one) => one.operatorId === step.operatorId);
      return {
        ...today,
        answered: today.answered + (first ? 1 : 0),
        within20s: today.within20s + (first && step.waitMs <= goodWaitMs ? 1 : 0),
        byOperator: add(today, step.operatorId, mine ? 0 : 1, 0),
      };
    }
    case 'left-operator':
      return { ...today, byOperator: add(today, step.operatorId, 0, step.talkMs) };
    case 'ended':
      return isOfToday && hasGivenUp(before, step) ? { ...today, abandoned: today.abandoned + 1 } : today;
    default:
      return today;
  }
}

function isAwaited({ steps }: LiveCall): boolean {
  return isFirstAnswer(steps.reduce<Awaited>(awaitedAfter, notAwaited));
}

/** Whether a caller whose call ends has waited in vain, and longer than one who has misdialled: the same rule. */
function hasGivenUp({ steps }: LiveCall, end: BusStep): boolean {
  const known = steps.map((one) => ({ ...one, at: new Date(one.at) })) as BusStep[];
  const standing = visitsOfCall([...known, end]).visits.find(({ stands }) => stands);
  return standing?.outcome === 'abandoned' && (standing.waitMs ?? 0) >= earlyMs;
}

function connections(call: LiveCall, midnight: Date) {
  return call.steps.filter((one) => one.kind === 'connected' && new Date(one.at) >= midnight);
}

function add(today: TodayFigures, operatorId: number, calls: number, talkMs: number) {
  const had = today.byOperator.get(operatorId) ?? { calls: 0, talkMs: 0 };
  return new Map(today.byOperator).set(operatorId, {
    calls: had.calls + calls,
    talkMs: had.talkMs + talkMs,
  });
}

/** Today's figures as one operator sees them. */
export function todayFor(today: TodayFigures, operatorId: number): DeskState['today'] {
  const mine = today.byOperator.get(operatorId);
  return {
    answered: today.answered,
    abandoned: today.abandoned,
    within20s: today.within20s,
    myCalls: mine?.calls ?? 0,
    myTalkMs: mine?.talkMs ?? 0,
  };
}
