import type { ReadingRules } from '../../config/company/readings.ts';

type Days = Pick<ReadingRules, 'firstDay' | 'lastDay'>;

/** Whether readings are taken on this day (`YYYY-MM-DD`, where the company is). A day that a month does not have is its last one. */
export function isOpenOn(date: string, days: Days): boolean {
  const { day, length } = parts(date);
  const first = Math.min(days.firstDay, length);
  const last = Math.min(days.lastDay, length);
  return days.firstDay <= days.lastDay ? first <= day && day <= last : day >= first || day <= last;
}

/** The month that a reading of this day counts for: `2026-11`. */
export function periodOf(date: string, days: Days): string {
  const { year, month, day } = parts(date);
  const late = days.firstDay > days.lastDay && day <= days.lastDay;
  const counted = new Date(Date.UTC(year, month - 1 - (late ? 1 : 0), 1));
  return counted.toISOString().slice(0, 7);
}

function parts(date: string) {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return { year, month, day, length: new Date(Date.UTC(year, month, 0)).getUTCDate() };
}
