import { DateTime } from 'luxon';
import type { Company } from '../../config/company.ts';

/** Whether residents may be called automatically now: the company's hours and days, on the company's clock. */
export function mayCallAt(now: Date, calling: Company['calling'], timezone: string): boolean {
  const local = DateTime.fromJSDate(now, { zone: timezone });
  const clock = local.toFormat('HH:mm');
  // From 20:00 on nobody is called any more; at 09:00 sharp one may.
  return calling.days.includes(local.weekday) && clock >= calling.from && clock < calling.to;
}
