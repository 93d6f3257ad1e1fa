import { isSupportedCountry } from 'libphonenumber-js/max';
import { z } from 'zod';
import { billingSchema } from './company/billing.ts';
import { certificatesSchema } from './company/certificates.ts';
import { dispositionsSchema } from './company/dispositions.ts';
import { holidaysSchema, timetablesSchema } from './company/hours.ts';
import { incidentKindsSchema } from './company/incidents.ts';
import { outgoingSchema } from './company/outgoing.ts';
import { pausesSchema } from './company/pauses.ts';
import { queueSchema, skillsSchema } from './company/queues.ts';
import { readingsSchema } from './company/readings.ts';
import { clock, id, type Language, languages, textByLanguage } from './company/shared.ts';
import { verificationSchema } from './company/verification.ts';

export { type Language, languages } from './company/shared.ts';

const key = z
  .string()
  .regex(/^\d$/, 'one key from 0 to 9 (* always says everything again, and # always leads back)');

/** What a key does: goes to a flow of this name, or to a queue. */
const menuItem = z
  .strictObject({
    key,
    /** The prompt that says this choice, e.g. `menu.operator` ("to speak to an operator, press 0"). */
    prompt: z.string().min(1),
    /** Whether it is said: a key may work that the menu does not name, where another one leads to the same. */
    spoken: z.boolean().default(true),
    flow: id.optional(),
    queue: id.optional(),
  })
  .refine((item) => (item.flow === undefined) !== (item.queue === undefined), 'say either flow or queue');

const hotline = z.strictObject({
  id,
  name: textByLanguage,
  /** The dialled numbers that reach it, digits only. */
  numbers: z.array(z.string().regex(/^\d{3,15}$/, 'digits only')).min(1),
  /** The first one is spoken where the caller has chosen none. */
  languages: z.array(z.enum(languages)).min(1),
  greeting: z.string().min(1),
  menu: z.array(menuItem).min(1),
  /** Spoken digit by digit. */
  emergencyNumber: z.string().regex(/^\d{3,15}$/, 'digits only'),
  longestCallMin: z.number().int().min(5).max(600).default(120),
  /** A voice message: a request, or what is left outside the hours. */
  longestMessageMin: z.number().min(0.1).max(10).default(3),
});

const category = z.strictObject({
  id,
  name: textByLanguage,
  executor: id,
  dueHours: z.number().positive(),
  emergency: z.boolean().default(false),
  /** The group under which a caller finds it; without one it stands beside the groups. */
  group: id.optional(),
});

export const companySchema = z.strictObject({
  name: textByLanguage,
  timezone: z.string().min(1).default('Europe/Kyiv'),
  /** Where local numbers are completed: country code and the city's area code. */
  country: z
    .string()
    .refine(isSupportedCountry, 'a country in two capital letters, such as UA')
    .default('UA'),
  areaCode: z
    .string()
    .regex(/^\d{2,5}$/)
    .default('342'),
  hotlines: z.array(hotline).min(1),
  queues: z.array(queueSchema).min(1),
  skills: skillsSchema,
  pauses: pausesSchema,
  executors: z.array(z.strictObject({ id, name: textByLanguage, phone: z.string().optional() })).min(1),
  categories: z.array(category).min(1),
  /** What a caller who leaves a request is asked first: at most seven, most wanted first. */
  categoryGroups: z.array(z.strictObject({ id, name: textByLanguage })).default([]),
  timetables: timetablesSchema,
  holidays: holidaysSchema,
  incidentKinds: incidentKindsSchema,
  calling: z.strictObject({
    /** Automatic calls go out only within these hours, in the company's time zone. */
    from: clock.default('09:00'),
    to: clock.default('20:00'),
    days: z.array(z.number().int().min(1).max(7)).default([1, 2, 3, 4, 5, 6]),
    /** Whether nobody is called on the company's holidays. */
    holidays: z.boolean().default(true),
    lanes: z.number().int().min(1).max(100).default(2),
    tries: z.number().int().min(1).max(5).default(2),
    retryMinutes: z.number().min(0).default(30),
    ringSeconds: z.number().int().min(10).max(60).default(30),
    /** The hotline whose number the resident sees. */
    hotline: id,
  }),
  outgoing: outgoingSchema,
  readings: readingsSchema,
  verification: verificationSchema,
  billing: billingSchema,
  certificates: certificatesSchema,
  dispositions: dispositionsSchema,
});

export type Company = z.infer<typeof companySchema>;
export type Hotline = Company['hotlines'][number];

/** The languages that callers of the company may choose. */
export function spokenLanguages({ hotlines }: Pick<Company, 'hotlines'>): Language[] {
  return languages.filter((language) => hotlines.some((hotline) => hotline.languages.includes(language)));
}
