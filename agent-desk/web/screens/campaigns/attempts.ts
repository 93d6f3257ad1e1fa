import type { Attempt } from '../../state/contract.ts';

/** The attempts of a campaign, newest first: those fetched, and over them those that came live since. */
export function withLive(campaignId: number, fetched: Attempt[], live: Attempt[]): Attempt[] {
  const byId = new Map(fetched.map((one) => [one.id, one]));
  for (const one of live) if (one.campaignId === campaignId) byId.set(one.id, one);
  return [...byId.values()].sort((a, b) => b.id - a.id);
}

export interface AnswerCounts {
  /** How many chose 1, 2, 3, 4, 5. */
  counts: [number, number, number, number, number];
  total: number;
  average: number | null;
}

export function countAnswers(attempts: Attempt[]): AnswerCounts {
  const counts: AnswerCounts['counts'] = [0, 0, 0, 0, 0];
  for (const { answer } of attempts) {
    if (answer !== null && answer >= 1 && answer <= 5) counts[answer - 1] = (counts[answer - 1] ?? 0) + 1;
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  const points = counts.reduce((sum, count, index) => sum + count * (index + 1), 0);
  return { counts, total, average: total > 0 ? points / total : null };
}
