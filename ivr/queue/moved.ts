import type { OnFloor, RulesOf, WaitingCaller } from './order.ts';

/** An emergency in a queue that is not for emergencies. Ageing holds for it, too: who has waited an hour is not overtaken. */
export const emergencyHeadStartMs = 3_600_000;

/** An emergency, or in a queue that goes before all others as if he were one. */
export function isUrgent(
  { emergency, queue }: Pick<WaitingCaller, 'emergency' | 'queue'>,
  rulesOf: RulesOf,
): boolean {
  return emergency || rulesOf(queue).headStartSeconds * 1000 >= emergencyHeadStartMs;
}

/**
 * The line with those at its head whom a supervisor has sent there, the last of them first. Nobody urgent is pushed behind by
 * them: only who is urgent himself goes before others who are.
 */
export function firstMovedUp<T extends Pick<WaitingCaller, 'queue' | 'emergency' | 'firstAtMs'>>(
  line: T[],
  rulesOf: RulesOf,
): T[] {
  const sent = line
    .filter((one) => one.firstAtMs !== undefined)
    .sort((a, b) => (b.firstAtMs ?? 0) - (a.firstAtMs ?? 0));
  if (sent.length === 0) return line;
  const others = line.filter((one) => one.firstAtMs === undefined);
  const behind = others.findLastIndex((one) => isUrgent(one, rulesOf)) + 1;
  return [
    ...sent.filter((one) => isUrgent(one, rulesOf)),
    ...others.slice(0, behind),
    ...sent.filter((one) => !isUrgent(one, rulesOf)),
    ...others.slice(behind),
  ];
}

/** For which callers an operator is kept now: one who is free, or soon will be, until the time for it is over. */
export function keptOperators(
  nowMs: number,
  waiting: readonly WaitingCaller[],
  floor: readonly OnFloor[],
): ReadonlyMap<string, OnFloor> {
  const kept = new Map<string, OnFloor>();
  for (const { callId, keptFor } of waiting) {
    if (!keptFor || keptFor.untilMs <= nowMs) continue;
    const operator = floor.find((one) => one.operatorId === keptFor.operatorId);
    if (operator?.soonFree) kept.set(callId, operator);
  }
  return kept;
}
