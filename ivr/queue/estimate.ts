/** What an estimate of the wait is made of. */
export interface EstimateFacts {
  /** How many are offered to somebody before he is, he himself included: 1 for the next one, 0 for one whom somebody is offered already. */
  turnsUntilHis: number;
  /** How long an operator was busy with a caller, talk and wrap-up, in the mean of the last hour; null: there was none. */
  meanHandlingMs: number | null;
  /** How many who may take this caller are at work: ready, or busy with another caller. */
  operators: number;
  /** How many of them are free now. */
  free: number;
}

/**
 * How long a caller will wait, or null where nothing honest can be said. Whoever is free takes one of those whose turn it is at
 * once. Of `operators` people who are busy for `meanHandlingMs` each, one becomes free every `meanHandlingMs / operators`, and takes
 * the next.
 */
export function estimateWaitMs({
  turnsUntilHis,
  meanHandlingMs,
  operators,
  free,
}: EstimateFacts): number | null {
  if (meanHandlingMs === null || operators === 0) return null;
  return (meanHandlingMs * Math.max(0, turnsUntilHis - free)) / operators;
}

/** All that `spokenEstimate` ever says. */
export const spokenMinutes: readonly number[] = [1, 2, 3, 4, 5, 10, 15, 20, 25, 30];

/** What is said of an estimate: whole minutes, in steps that grow with it, for nobody believes "about seventeen minutes". */
export type SpokenEstimate = { minutes: number } | 'under-a-minute' | 'over-half-an-hour';

export function spokenEstimate(waitMs: number): SpokenEstimate {
  const minutes = Math.ceil(waitMs / 60_000);
  if (waitMs < 50_000) return 'under-a-minute';
  if (minutes <= 5) return { minutes };
  const rounded = Math.ceil(minutes / 5) * 5;
  return rounded <= 30 ? { minutes: rounded } : 'over-half-an-hour';
}
