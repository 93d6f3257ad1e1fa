import { z } from 'zod';
import { time } from './common.ts';

export const attempt = z.object({
  id: z.number().int(),
  campaignId: z.number().int(),
  number: z.string(),
  try: z.number().int(),
  state: z.enum(['waiting', 'dialling', 'talking', 'done']),
  outcome: z.string().nullable(),
  answer: z.number().int().nullable(),
  callId: z.string().nullable(),
});
export type Attempt = z.infer<typeof attempt>;

export const campaign = z.object({
  id: z.number().int(),
  name: z.string(),
  question: z.string(),
  state: z.enum(['draft', 'running', 'paused', 'finished']),
  createdAt: time,
  numbers: z.number().int(),
  done: z.number().int(),
});
export type Campaign = z.infer<typeof campaign>;
