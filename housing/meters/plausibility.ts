import type { MeterKind, ReadingRules } from '../../config/company/readings.ts';
import { type Dial, type DialFault, fullTurn, readDial, thousandths } from './dial.ts';
import { isOpenOn } from './period.ts';

/** What must be known of a meter to judge what it is said to show. Dates are `YYYY-MM-DD` where the company is. */
export interface Judged extends Dial {
  readonly kind: MeterKind;
  readonly verifiedUntil: string | null;
  readonly outOfServiceSince: string | null;
  /** The last reading of an earlier period; null when there is none. */
  readonly last: { readonly value: string; readonly on: string } | null;
  /** What is used in a day by its own readings, in its unit; null when too little is known. */
  readonly usualPerDay: number | null;
}

/** It is not taken, whatever the caller says. */
export type Refusal = DialFault | 'closed' | 'out-of-service';

/** It is taken when the caller confirms it, and marked for checking. */
export type Doubt = 'lower' | 'rolled-over' | 'high' | 'same' | 'overdue';

export type Judgement =
  | { readonly verdict: 'ok' | 'doubtful'; readonly value: string; readonly doubts: readonly Doubt[] }
  | { readonly verdict: 'refused'; readonly why: Refusal };

/**
 * Judges a reading as it was typed (`.` for the comma) on this day.
 *
 *     no readings today, meter out of service            refused    whatever was typed
 *     no number, more digits than the dial has           refused    it cannot be on this dial
 *     lower, but little over a full turn of the dial     doubtful   rolled-over
 *     lower otherwise                                    doubtful   lower
 *     the same as last time (heat may stand still)       doubtful   same
 *     far more used than usual                           doubtful   high
 *     verification is overdue                            doubtful   overdue, beside any of these
 *     anything else                                      ok
 */
export function judge(typed: string, meter: Judged, today: string, rules: ReadingRules): Judgement {
  if (!isOpenOn(today, rules)) return { verdict: 'refused', why: 'closed' };
  if (!isInService(meter, today)) return { verdict: 'refused', why: 'out-of-service' };
  const read = readDial(typed, meter);
  if ('fault' in read) return { verdict: 'refused', why: read.fault };
  const doubts = [...doubtsOfUse(read.value, meter, today, rules), ...doubtsOfMeter(meter, today)];
  return { verdict: doubts.length > 0 ? 'doubtful' : 'ok', value: read.value, doubts };
}

function doubtsOfUse(value: string, meter: Judged, today: string, rules: ReadingRules): Doubt[] {
  if (!meter.last) return [];
  const used = thousandths(value) - thousandths(meter.last.value);
  const most = mostUsed(meter, daysBetween(meter.last.on, today), rules);
  if (used < 0) return [used + fullTurn(meter) <= most ? 'rolled-over' : 'lower'];
  // In summer nobody heats.
  if (used === 0) return meter.kind === 'heat' ? [] : ['same'];
  return used > most ? ['high'] : [];
}

function doubtsOfMeter({ verifiedUntil }: Judged, today: string): Doubt[] {
  return verifiedUntil !== null && verifiedUntil < today ? ['overdue'] : [];
}

/** Whether readings are taken of it at all. */
export function isInService(
  { outOfServiceSince }: Pick<Judged, 'outOfServiceSince'>,
  today: string,
): boolean {
  return outOfServiceSince === null || outOfServiceSince > today;
}

const daysInMonth = 30;
/** Who hands in twice in a few days has not used less than he may have. */
const fewestDays = 10;
/** One who hardly used anything, because he was away, may come back. */
const leastShare = 0.25;

/** The most that may have been used in so many days without being doubted, in thousandths. */
function mostUsed(meter: Judged, days: number, rules: ReadingRules): number {
  const ofCompany = rules.usualPerMonth[meter.kind] / daysInMonth;
  const perDay = Math.max(meter.usualPerDay ?? ofCompany, ofCompany * leastShare);
  return Math.round(perDay * Math.max(days, fewestDays) * rules.farAboveTimes * 1_000);
}

function daysBetween(from: string, to: string): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** What is used in a day: the middle of what was used between the readings, oldest first; null below three readings. */
export function usualPerDay(readings: readonly { value: string; on: string }[]): number | null {
  const rates = readings
    .slice(1)
    .flatMap((reading, i) => {
      const before = readings[i];
      const days = before ? daysBetween(before.on, reading.on) : 0;
      const used = before ? thousandths(reading.value) - thousandths(before.value) : -1;
      return used < 0 || days < 1 ? [] : [used / 1_000 / days];
    })
    .toSorted((a, b) => a - b);
  return rates.length < 2 ? null : (rates[Math.floor(rates.length / 2)] ?? null);
}
