import { dateFormat } from './formatters.ts';

/** Lengths and times as people read them. Dates go through Intl in the person's language and the company's time zone. */

/** 84 000 ms → `1:24`; from an hour on `1:02:03`; `00:48` where columns must stand under each other. */
export function clockLength(lengthMs: number, padded = false): string {
  const seconds = Math.max(0, Math.floor(lengthMs / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = `${two(minutes)}:${two(seconds % 60)}`;
  if (hours > 0) return `${hours}:${rest}`;
  return padded || minutes > 9 ? rest : rest.slice(1);
}

const day = (time: number, timeZone: string | undefined) =>
  dateFormat('en-CA', { timeZone, dateStyle: 'short' }).format(time);

export function timeOfDay(time: string, language: string, timeZone?: string, withSeconds = false): string {
  return dateFormat(language, {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(withSeconds ? { second: '2-digit' } : {}),
  }).format(new Date(time));
}

/** Today only the time, else the day and the time; the year where it is another one. */
export function moment(time: string, nowMs: number, language: string, timeZone?: string): string {
  const at = Date.parse(time);
  const clock = timeOfDay(time, language, timeZone);
  if (day(at, timeZone) === day(nowMs, timeZone)) return clock;
  return `${shortDate(time, nowMs, language, timeZone)}, ${clock}`;
}

export function shortDate(time: string, nowMs: number, language: string, timeZone?: string): string {
  const date = new Date(time);
  const sameYear = date.getUTCFullYear() === new Date(nowMs).getUTCFullYear();
  return dateFormat(language, {
    timeZone,
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(date);
}

/** 90 s → 1 minute and 30 seconds: only the units that it is made of. */
export function spanParts(seconds: number): { unit: 'hours' | 'minutes' | 'seconds'; n: number }[] {
  const parts = [
    { unit: 'hours' as const, n: Math.floor(seconds / 3600) },
    { unit: 'minutes' as const, n: Math.floor(seconds / 60) % 60 },
    { unit: 'seconds' as const, n: seconds % 60 },
  ].filter(({ n }) => n > 0);
  return parts.length > 0 ? parts : [{ unit: 'seconds', n: 0 }];
}
