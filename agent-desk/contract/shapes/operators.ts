import { z } from 'zod';
import { pauseReasons } from '../../../config/company/pauses.ts';
import { role, time } from './common.ts';

/** Who works here, and what everybody is doing. */

export const operatorState = z.enum([
  'offline',
  'ready',
  'paused',
  'ringing',
  'talking',
  'wrap-up',
  'missed',
  'unreachable',
  'supervising',
  'internal',
]);
export type OperatorState = z.infer<typeof operatorState>;

export const pauseReason = z.enum(pauseReasons);
export type PauseReason = z.infer<typeof pauseReason>;

export const operator = z.object({ id: z.number().int(), login: z.string(), name: z.string(), role });
export type Operator = z.infer<typeof operator>;

/** In letters. What is made up for somebody is longer; what one thinks of oneself must not be too short to be tried out. */
export const shortestPassword = 10;

export const wrapUpCall = z.object({ callId: z.string(), owesDisposition: z.boolean() });
export type WrapUpCall = z.infer<typeof wrapUpCall>;

export const colleague = z.object({
  id: z.number().int(),
  name: z.string(),
  role,
  state: operatorState,
  since: time,
  /** A word of `pauseReason`, `supervisor`, or `no-microphone`: calls were stopped because the desk cannot talk. */
  pauseReason: z.string().nullable(),
  /** The supervisor who has put him into this state; null: he himself, or what happened. */
  setBy: z.number().int().nullable(),
  /** Where he goes after what he is busy with, instead of being ready; `setBy` as above. */
  afterwards: z
    .object({
      to: z.enum(['paused', 'offline', 'missed']),
      reason: z.string().nullable(),
      setBy: z.number().int().nullable(),
    })
    .nullable(),
  /** When wrap-up ends by itself; null in every other state, and while the desk is away. */
  wrapUpEndsAt: time.nullable(),
  /** The call that is wrapped up, where it is this operator's to say what it came to, and whether he still owes that. */
  wrapUpCall: wrapUpCall.nullable(),
  callId: z.string().nullable(),
});
export type Colleague = z.infer<typeof colleague>;

/** What a supervisor can make of an operator. */
export const operatorStateSet = z.enum(['ready', 'pause', 'offline']);
export type OperatorStateSet = z.infer<typeof operatorStateSet>;
