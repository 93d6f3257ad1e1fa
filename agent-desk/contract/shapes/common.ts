import { z } from 'zod';

/** What all shapes are made of. Times are ISO 8601 in UTC; money is in kopecks. */

export const time = z.iso.datetime();

export const language = z.enum(['uk', 'ru', 'en']);
export type Language = z.infer<typeof language>;

export const role = z.enum(['operator', 'supervisor', 'administrator']);

/** Why a number may not be called, and who may not call it; null: everybody may. */
export const callRefusal = z
  .object({ why: z.enum(['not-a-number', 'foreign', 'premium']), to: z.array(role) })
  .nullable();
export type CallRefusal = z.infer<typeof callRefusal>;

/** Made anew by the desk for each thing that it writes: 32 hexadecimal digits, with the dashes of a UUID or without. */
export const deskKey = z.string().regex(/^[\da-f-]{32,36}$/);

export const names = z.partialRecord(language, z.string());

export const step = z.object({ at: time, kind: z.string() }).catchall(z.unknown());
export type Step = z.infer<typeof step>;

/** Numbers of a list that are not called. */
export const refusedNumbers = z.array(
  z.object({
    number: z.string(),
    why: z.enum(['not-a-number', 'twice', 'refused-for-good', 'foreign', 'premium']),
  }),
);

export const failure = z.object({
  code: z.string(),
  message: z.string(),
  /** Of `campaign.nobody`: the whole list. */
  refused: refusedNumbers.optional(),
});
export type FailureTold = z.infer<typeof failure>;
