import { z } from 'zod';
import { callRefusal, time } from './common.ts';

export const requestStatus = z.enum(['new', 'given', 'done', 'refused', 'reopened', 'closed']);

/** By what the register is narrowed: a status, `open` (somebody still has to do something) or `overdue` (and the time for it is over). */
export const registerStatus = z.enum([...requestStatus.options, 'open', 'overdue']);

export const requestSummary = z.object({
  id: z.number().int(),
  number: z.string(),
  category: z.string(),
  executor: z.string(),
  text: z.string(),
  place: z.string(),
  phone: z.string().nullable(),
  status: requestStatus,
  createdAt: time,
  dueAt: time,
  residentId: z.number().int().nullable(),
  callId: z.string().nullable(),
  /** How long the message is that was spoken instead of a text; null without one. */
  messageMs: z.number().int().nullable(),
});
export type RequestSummary = z.infer<typeof requestSummary>;

export const requestDetails = requestSummary.extend({
  /** Of the phone. */
  refusal: callRefusal,
  history: z.array(
    z.object({
      at: time,
      kind: z.string(),
      operatorName: z.string().nullable(),
      data: z.record(z.string(), z.unknown()),
    }),
  ),
});
export type RequestDetails = z.infer<typeof requestDetails>;
