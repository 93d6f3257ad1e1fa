import { DateTime } from 'luxon';
import type { Timetable } from '../../config/company/hours.ts';
import type { Company } from '../../config/company.ts';

/** When people are there: a timetable with the holidays that count in it. */
export type OpeningHours = Pick<Timetable, 'week' | 'exceptions'> & { holidays: readonly string[] };

type Span = { from: string; to: string };

/** No timetable is closed for longer than this, or it is closed for ever. */
const longestClosedDays = 400;

/** The hours of a queue; null when people are there always. */
export function hoursOf(
  { queues, timetables, holidays }: Pick<Company, 'queues' | 'timetables' | 'holidays'>,
  queueId: string,
): OpeningHours | null {
  const { hours } = queues.find((one) => one.id === queueId) ?? {};
  const timetable = timetables.find((one) => one.id === hours);
  return timetable ? { ...timetable, holidays: timetable.holidays ? holidays : [] } : null;
}

/** Whether people are there at this moment. */
export function isOpen(hours: OpeningHours, now: Date, timezone: string): boolean {
  const today = DateTime.fromJSDate(now, { zone: timezone }).startOf('day');
  // What began yesterday evening may go on until this morning.
  return [today.minus({ days: 1 }), today].some((day) =>
    spansOf(hours, day).some(({ begin, end }) => begin <= now && now < end),
  );
}

/** When people are there the next time: now, if they are; null if never again within about a year. */
export function nextOpening(hours: OpeningHours, now: Date, timezone: string): Date | null {
  if (isOpen(hours, now, timezone)) return now;
  const today = DateTime.fromJSDate(now, { zone: timezone }).startOf('day');
  for (let days = 0; days <= longestClosedDays; days++) {
    const begins = spansOf(hours, today.plus({ days }))
      .map(({ begin }) => begin)
      .filter((begin) => begin > now);
    if (begins.length > 0) return new Date(Math.min(...begins.map(Number)));
  }
  return null;
}

/** The hours that begin on this day, as moments; a night that ends on the next day belongs to the day it began on. */
function spansOf(hours: OpeningHours, day: DateTime): { begin: Date; end: Date }[] {
  return spansIn(hours, day)
    .map(({ from, to }) => ({
      begin: momentOf(day, from).toJSDate(),
      end: momentOf(to > from ? day : day.plus({ days: 1 }), to).toJSDate(),
    }))
    .filter(({ begin, end }) => begin < end);
}

function spansIn({ week, exceptions, holidays }: OpeningHours, day: DateTime): readonly Span[] {
  const date = day.toFormat('yyyy-MM-dd');
  // A day with a break may have two entries, as in the week.
  const ofThisDay = exceptions.filter((one) => one.date === date);
  if (ofThisDay.length > 0) return ofThisDay.flatMap(({ hours }) => hours);
  if (isHoliday(day, holidays)) return [];
  return week.filter(({ days }) => days.includes(day.weekday));
}

/** Whether this day of the company's clock is one of its holidays. */
export function isHoliday(day: DateTime, holidays: readonly string[]): boolean {
  return holidays.includes(day.toFormat('yyyy-MM-dd')) || holidays.includes(day.toFormat('MM-dd'));
}

/** A time of day on a day. One that the clock leaps over is that much later; of one that comes twice the first counts. */
function momentOf(day: DateTime, clock: string): DateTime {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  if (hour === 24) return day.plus({ days: 1 }).startOf('day');
  return day.set({ hour, minute });
}
