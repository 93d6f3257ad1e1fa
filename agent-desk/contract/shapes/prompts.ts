import { z } from 'zod';
import { language, time } from './common.ts';

/** A recording of a prompt, or of a piece of one. */
const takeOfPrompt = z.object({
  /** Of an earlier one: what it is asked for by; null for the one in use. */
  id: z.string().nullable(),
  recordedAt: time,
  durationMs: z.number(),
});

export const promptSummary = z.object({
  id: z.string(),
  /** In each language that has it; `recorded` of `of` pieces are recorded, the rest is synthesised. */
  texts: z.array(z.object({ language, text: z.string(), recorded: z.number(), of: z.number() })),
});
export type PromptSummary = z.infer<typeof promptSummary>;

export const promptDetails = z.object({
  id: z.string(),
  texts: z.array(
    z.object({
      language,
      /** As it is written, with its placeholders. */
      text: z.string(),
      /** With usual values, as it is spoken. */
      spoken: z.string(),
      /** What can be recorded of it: the whole, or the fixed pieces between its placeholders. */
      pieces: z.array(
        z.object({
          name: z.string(),
          text: z.string(),
          inUse: takeOfPrompt.nullable(),
          /** The text has changed since the one in use was recorded: it is not played. */
          outdated: z.boolean(),
          /** Those before it, the latest first. */
          earlier: z.array(takeOfPrompt),
        }),
      ),
    }),
  ),
});
export type PromptDetails = z.infer<typeof promptDetails>;

/** What is to be listened to once more. */
export const takeRemark = z.enum(['noisy', 'unlike-text']);
