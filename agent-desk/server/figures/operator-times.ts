import type { OperatorChange } from '../../../db/queries/operator-events.ts';
import type { TalkRow } from '../../../db/queries/visits.ts';
import type { OperatorState } from '../../../events.ts';

interface Period {
  operatorId: number;
  state: OperatorState;
  beganAtMs: number;
  endedAtMs: number;
}

/** How long each state of each operator lasted; the last of each until `untilMs`. */
function periods(changes: readonly OperatorChange[], untilMs: number): Period[] {
  const last = new Map<number, Period>();
  const all: Period[] = [];
  for (const { operatorId, at, state } of changes) {
    const before = last.get(operatorId);
    if (before) before.endedAtMs = at.getTime();
    const period = { operatorId, state, beganAtMs: at.getTime(), endedAtMs: untilMs };
    last.set(operatorId, period);
    all.push(period);
  }
  return all;
}

export interface WorkTime {
  busyMs: number;
  readyMs: number;
}

const busy: ReadonlySet<OperatorState> = new Set(['ringing', 'talking', 'wrap-up']);

/** How long operators were busy with callers, and ready for one, within the span. */
export function workTimes(
  changes: readonly OperatorChange[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Map<number, WorkTime> {
  const times = new Map<number, WorkTime>();
  for (const { operatorId, state, beganAtMs, endedAtMs } of periods(changes, toMs)) {
    const lengthMs = Math.max(0, Math.min(endedAtMs, toMs) - Math.max(beganAtMs, fromMs));
    const had = times.get(operatorId) ?? { busyMs: 0, readyMs: 0 };
    if (busy.has(state)) had.busyMs += lengthMs;
    if (state === 'ready') had.readyMs += lengthMs;
    times.set(operatorId, had);
  }
  return times;
}

/** Presence and log tell of the end of a talk one after the other. */
const apartMs = 1_000;

/** How long the wrap-up after each of these talks has lasted until `untilMs`; a talk that is missing has had none. */
export function wrapUps(
  talks: readonly TalkRow[],
  changes: readonly OperatorChange[],
  untilMs: number,
): Map<TalkRow, number> {
  const ended = new Map<number, { talk: TalkRow; endedAtMs: number }[]>();
  for (const talk of talks) {
    const { endedAtMs } = talk;
    if (endedAtMs === null) continue;
    const mine = ended.get(talk.operatorId) ?? [];
    mine.push({ talk, endedAtMs });
    ended.set(talk.operatorId, mine);
  }
  for (const mine of ended.values()) mine.sort((one, other) => one.endedAtMs - other.endedAtMs);
  const lengths = new Map<TalkRow, number>();
  const next = new Map<number, number>();
  for (const { operatorId, state, beganAtMs, endedAtMs } of periods(changes, untilMs)) {
    if (state !== 'wrap-up') continue;
    const mine = ended.get(operatorId) ?? [];
    let index = next.get(operatorId) ?? 0;
    while ((mine[index + 1]?.endedAtMs ?? Number.POSITIVE_INFINITY) <= beganAtMs + apartMs) index++;
    next.set(operatorId, index);
    const last = mine[index];
    if (last && Math.abs(last.endedAtMs - beganAtMs) <= apartMs)
      lengths.set(last.talk, Math.max(0, endedAtMs - beganAtMs));
  }
  return lengths;
}
