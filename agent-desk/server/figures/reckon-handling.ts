import type { TalkRow } from '../../../db/queries/visits.ts';
import type { CallsBehind, LengthFigure, OperatorFigures } from '../../contract/figures.ts';
import { percent, sum } from './mean.ts';
import type { WorkTime } from './operator-times.ts';

/** A talk with what came after it. */
export type Handled = TalkRow & { wrapUpMs: number };

/** Talk, hold and wrap-up of these talks, as means of a call. `behind`: where and whose they are. */
export function reckonHandling(all: readonly Handled[], behind: CallsBehind) {
  const calls: CallsBehind = { ...behind, outcome: 'talked' };
  const count = new Set(all.map(({ callId }) => callId)).size;
  const length = (lengths: number[]): LengthFigure => {
    const sumMs = sum(lengths);
    return { value: count === 0 ? null : sumMs / count, sumMs, count, calls };
  };
  return {
    talked: { value: count, count, calls },
    talkMs: length(all.map(({ lengthMs, holdMs }) => Math.max(0, lengthMs - holdMs))),
    holdMs: length(all.map(({ holdMs }) => holdMs)),
    wrapUpMs: length(all.map(({ wrapUpMs }) => wrapUpMs)),
  };
}

/** What operators did in these talks, and how much of their time they were busy. */
export function reckonOperator(
  talks: readonly Handled[],
  { busyMs, readyMs }: WorkTime,
  behind: CallsBehind,
): OperatorFigures {
  const handling = reckonHandling(talks, behind);
  const occupancyPercent = { ...handling.talked, value: percent(busyMs, busyMs + readyMs) };
  return { ...handling, occupancyPercent, busyMs, readyMs };
}
