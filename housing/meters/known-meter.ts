import type { MeterRow } from '../../db/queries/meters.ts';
import type { ReadingRow } from '../../db/queries/readings.ts';
import { type Judged, usualPerDay } from './plausibility.ts';

/** A meter with what its readings tell. Last values are for those who may see them: a caller must be verified. */
export interface KnownMeter extends Judged, Readonly<Omit<MeterRow, keyof Judged>> {
  /** The month (`2026-11`) for which a reading is asked; it counts for that, though midnight may pass before it is confirmed. */
  readonly period: string;
  /** What was handed in in this period already; the next one takes its place. */
  readonly ofThisPeriod: { readonly value: string; readonly takenAt: Date } | null;
}

/**
 * A meter as it stands in this period: judged by the last reading of the periods before, so that one who hands in twice is not
 * judged by his own slip. What is to be checked does not tell what is usual.
 * @param readings those of this meter that count, the oldest period first
 * @param dayOf the day (`YYYY-MM-DD`) of a moment where the company is
 */
export function knownMeter(
  meter: MeterRow,
  readings: readonly ReadingRow[],
  period: string,
  dayOf: (at: Date) => string,
): KnownMeter {
  const dated = readings.map((one) => ({ ...one, on: dayOf(one.takenAt) }));
  const before = dated.filter((one) => one.period < period);
  const last = before.at(-1);
  const now = dated.find((one) => one.period === period);
  return {
    ...meter,
    period,
    last: last ? { value: last.value, on: last.on } : null,
    usualPerDay: usualPerDay(before.filter((one) => !one.toCheck).slice(-latest)),
    ofThisPeriod: now ? { value: now.value, takenAt: now.takenAt } : null,
  };
}

/** So many readings tell what is usual: what a family used two years ago does not. */
const latest = 13;
