import { dateFormat } from './formatters.ts';

/** Fields for a date and a time hold what the company's clock shows (`2026-11-22T14:30`); the server is told moments. */
export function localOf(moment: string, timezone: string | undefined): string {
  const written = dateFormat('sv-SE', {
    timeZone: timezone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return written.format(new Date(moment)).replace(' ', 'T');
}

const whole = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;

/** The moment when the company's clock shows this; null when nothing or half of it was typed. */
export function momentOf(local: string, timezone: string | undefined): string | null {
  if (!whole.test(local)) return null;
  const wanted = Date.parse(`${local}:00Z`);
  const shift = (moment: number) =>
    Date.parse(`${localOf(new Date(moment).toISOString(), timezone)}:00Z`) - moment;
  // Twice: the first guess may lie on the other side of a change of the clock.
  const first = wanted - shift(wanted);
  return new Date(wanted - shift(first)).toISOString();
}

const wholeDay = /^\d{4}-\d\d-\d\d$/;

/**
 * From the midnight at which the first day begins until that at which the last one ends, on the company's clock. A day that is
 * missing or half typed is no limit.
 */
export function limitsOf(
  { first = '', last = '' }: { first?: string; last?: string },
  timezone: string | undefined,
): { from?: string; to?: string } {
  const from = isDay(first) ? momentOf(`${first}T00:00`, timezone) : null;
  const to = isDay(last) ? momentOf(`${dayAfter(last)}T00:00`, timezone) : null;
  return { ...(from !== null && { from }), ...(to !== null && { to }) };
}

/** The first and the last day of a span, on the company's clock; '' where it has no such end. */
export function daysWithin(
  { from, to }: { from?: string; to?: string },
  timezone: string | undefined,
): { first: string; last: string } {
  const dayOf = (moment: string) => localOf(moment, timezone).slice(0, 10);
  return {
    first: from === undefined ? '' : dayOf(from),
    last: to === undefined ? '' : dayOf(new Date(Date.parse(to) - 1).toISOString()),
  };
}

function isDay(text: string): boolean {
  return wholeDay.test(text) && !Number.isNaN(Date.parse(text));
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 24 * 3_600_000).toISOString().slice(0, 10);
}
