import { z } from 'zod';

/** What several parts of the company file are made of. */
export const languages = ['uk', 'ru', 'en'] as const;
export type Language = (typeof languages)[number];

export const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 08:30');
/** As much as the columns of the database take that hold one. */
const longestId = 40;
export const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'small letters, digits and hyphens')
  .max(longestId);
export const textByLanguage = z.partialRecord(z.enum(languages), z.string().min(1));
