import { DateTime } from 'luxon';
import type { Company } from '../../config/company.ts';
import { isHoliday } from '../../housing/hours/opening-hours.ts';

/** Whether residents may be called automatically now: the company's hours, days and holidays, on the company's clock. */
export function mayCallAt(
  now: Date,
  { calling, timezone, holidays }: Pick<Company, 'calling' | 'timezone' | 'holidays'>,
): boolean {
  const local = DateTime.fromJSDate(now, { zone: timezone });
  if (calling.holidays && isHoliday(local, holidays)) return false;
  const clock = local.toFormat('HH:mm');
  // From 20:00 on nobody is called any more; at 09:00 sharp one may.
  return calling.days.includes(local.weekday) && clock >= calling.from && clock < calling.to;
}
