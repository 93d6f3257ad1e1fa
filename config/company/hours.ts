import { z } from 'zod';
import { clock, id } from './shared.ts';

const date = z.iso.date('a date such as 2026-12-31');

/** From a time of day to another; one that is not later ends on the next day. `24:00` is midnight. */
const span = {
  from: clock,
  to: z.union([clock, z.literal('24:00')]),
};

const timetable = z.strictObject({
  id,
  /** When people are there, by day of the week: 1 is Monday. A day with a break has two entries, one without an entry is free. */
  week: z.array(z.strictObject({ days: z.array(z.number().int().min(1).max(7)).min(1), ...span })).min(1),
  /** Days with hours of their own, holidays among them; without hours nobody is there all day. A day with two entries has the hours of both. */
  exceptions: z.array(z.strictObject({ date, hours: z.array(z.strictObject(span)).default([]) })).default([]),
  /** Whether the company's holidays are free days here. */
  holidays: z.boolean().default(true),
});

export const timetablesSchema = z.array(timetable).default([]);

/** The company's holidays: `2026-04-13` for one year, `12-25` for every year. */
export const holidaysSchema = z
  .array(z.union([date, z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a day such as 12-25')]))
  .default([]);

/** What a queue says of its hours. */
export const queueHours = {
  /** The timetable of the people behind this queue; without one they are there always. */
  hours: id.optional(),
  /** Who is reached outside these hours in an emergency: a queue where people are there always, or a telephone number. */
  duty: z
    .union([
      z.strictObject({ queue: id }),
      z.strictObject({ number: z.string().regex(/^\+?\d{3,15}$/, 'digits only') }),
    ])
    .optional(),
};

export type Timetable = z.infer<typeof timetable>;
export type Duty = z.infer<typeof queueHours.duty>;
