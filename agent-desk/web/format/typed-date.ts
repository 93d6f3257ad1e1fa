/** Dates in fields as the desk's language writes them, whatever the browser's own is; English ones so that day and month cannot be confused. */

const yearFirst = /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})(?:[T\s]+(?<time>\d{1,2}[:.]\d\d))?$/;
const dayFirst =
  /^(?<day>\d{1,2})[-.,\s]+(?<month>\d{1,2})[-.,\s]+(?<year>\d{4}|\d{2})(?:[,\s]+(?<time>\d{1,2}[:.]\d\d))?$/;

/** `2026-11-27` → `27.11.2026`, `2026-11-27T14:30` → `27.11.2026 14:30`; what is no date is nothing. */
export function writtenDate(local: string, language: string): string {
  const [date = '', time] = local.split('T');
  const [year, month, day] = date.split('-');
  if (!year || !month || !day) return '';
  const written = language === 'en' ? date : `${day}.${month}.${year}`;
  return time ? `${written} ${time}` : written;
}

/**
 * What a field for a date and a time, or for a date alone, holds when this is typed: `27.11.2026`, `27,11,26` (of this century) and
 * `2026-11-27` are one day. Null: no such day or time, or half of it.
 */
export function typedDate(typed: string, withTime: boolean): string | null {
  const parts = (yearFirst.exec(typed.trim()) ?? dayFirst.exec(typed.trim()))?.groups;
  if (!parts || (parts.time !== undefined) !== withTime) return null;
  const two = (text = '') => text.padStart(2, '0');
  const date = `${(parts.year ?? '').padStart(4, '20')}-${two(parts.month)}-${two(parts.day)}`;
  const [hours, minutes] = (parts.time ?? '0:00').split(/[:.]/);
  const local = `${date}T${two(hours)}:${two(minutes)}`;
  const at = new Date(`${local}:00Z`);
  // A thirtieth of February would be a day of March.
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 16) !== local) return null;
  return withTime ? local : date;
}

/** Whether nothing of the year is still to come. */
export function isWholeYear(typed: string): boolean {
  return /\d{4}/.test(typed);
}
