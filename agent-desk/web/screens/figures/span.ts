import { localOf, momentOf } from '../../format/local-time.ts';

export const periods = ['today', 'yesterday', 'week', 'days'] as const;
export type Period = (typeof periods)[number];

/** Days on the company's clock, `YYYY-MM-DD`; both belong to it. */
export interface Days {
  first: string;
  last: string;
}

const dayMs = 24 * 3_600_000;
const mostDays = 92;

export function periodOf(query: Record<string, string>): Period {
  return periods.find((one) => one === query.period) ?? 'today';
}

/** The days of a period; of chosen ones those in the address, and today where none are. The week ends today. */
export function daysOf(query: Record<string, string>, nowMs: number, timezone: string | undefined): Days {
  const today = localOf(new Date(nowMs).toISOString(), timezone).slice(0, 10);
  switch (periodOf(query)) {
    case 'today':
      return { first: today, last: today };
    case 'yesterday':
      return { first: moved(today, -1), last: moved(today, -1) };
    case 'week':
      return { first: moved(today, -6), last: today };
    case 'days':
      return { first: query.first ?? today, last: query.last ?? today };
  }
}

/** From the midnight at which the first day begins until that at which the last one ends; null: these are no such days. */
export function spanOf(
  { first, last }: Days,
  timezone: string | undefined,
): { from: string; to: string } | null {
  const lengthDays = (Date.parse(last) - Date.parse(first)) / dayMs;
  if (!(lengthDays >= 0 && lengthDays < mostDays)) return null;
  const from = momentOf(`${first}T00:00`, timezone);
  const to = momentOf(`${moved(last, 1)}T00:00`, timezone);
  return from === null || to === null ? null : { from, to };
}

function moved(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
}
