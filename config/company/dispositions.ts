import { z } from 'zod';
import { id, textByLanguage } from './shared.ts';

/** In lists and figures: calls to which none was given. */
export const withoutDisposition = 'none';

const disposition = z.strictObject({
  id: id.refine((one) => one !== withoutDisposition, 'this word is for calls without a disposition'),
  name: textByLanguage,
  /** With which an operator gives it after a talk. */
  key: z.string().regex(/^[1-9]$/, 'one key from 1 to 9'),
});

/**
 * What a talk with an operator may have come to: after it one is given with one key, so there are at most nine. Without any
 * nothing is asked.
 */
export const dispositionsSchema = z
  .array(disposition)
  .max(9, 'at most 9: each has a key of its own, from 1 to 9')
  .default([]);
