import { z } from 'zod';
import { id, textByLanguage } from './shared.ts';

/** What is charged, and how it is paid. */
export const billingSchema = z
  .strictObject({
    /** What accounts are charged for; `name` begins a sentence: "Опалення: борг сто гривень". */
    services: z.array(z.strictObject({ id, name: textByLanguage })).default([]),
    /** How to pay, in a sentence or two that are spoken in under ten seconds. Without it nothing is said of that. */
    howToPay: textByLanguage.optional(),
  })
  .prefault({});
