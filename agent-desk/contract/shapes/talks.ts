import { z } from 'zod';
import { language, step, time } from './common.ts';
import { card } from './residents.ts';

/** Who waits, who talks, and what can be done with a talk. */

export const waitingCaller = z.object({
  callId: z.string(),
  since: time,
  number: z.string().nullable(),
  name: z.string().nullable(),
  /** Goes before all who have none. */
  emergency: z.boolean(),
  /** Is called back when his turn comes: he is not on the telephone now. */
  callback: z.boolean(),
  /** A supervisor has sent him to the head of the line. */
  first: z.boolean(),
  /** A supervisor has sent him to this operator: until then nobody else is offered him. */
  keptFor: z.object({ operatorId: z.number().int(), until: time }).nullable(),
});
export type WaitingCaller = z.infer<typeof waitingCaller>;

/** Where a supervisor sends a waiting caller. */
export const moveTo = z.union([
  z.strictObject({ queue: z.string().min(1).max(40) }),
  z.strictObject({ operatorId: z.number().int().positive() }),
  z.strictObject({ first: z.literal(true) }),
]);
export type MoveTo = z.infer<typeof moveTo>;

/** A colleague, by the operator's id, or a telephone outside. */
export const consulted = z.union([
  z.strictObject({ operatorId: z.number().int().positive() }),
  z.strictObject({ number: z.string().min(2).max(20) }),
]);
export type Consulted = z.infer<typeof consulted>;

/** Where a caller is sent at once. */
export const transferTo = z.union([consulted, z.strictObject({ queue: z.string().min(1).max(40) })]);
export type TransferTo = z.infer<typeof transferTo>;

/** Nobody hears the supervisor; the operator alone does; or all three hear each other. */
export const superviseHows = ['listen', 'whisper', 'join'] as const;

export const superviseHow = z.enum(superviseHows);
export type SuperviseHow = z.infer<typeof superviseHow>;

/**
 * Why a supervisor is at a talk no more: the caller hung up, or the operator ended it, handed the caller on or did not come back;
 * his own phone was not picked up, or is lost; Holos began again, and the talk goes on; or a fault.
 */
export const superviseEnds = [
  ...(['caller-left', 'operator-ended', 'handed-on', 'operator-lost', 'call-over'] as const),
  ...(['not-reached', 'phone-lost', 'interrupted', 'failed'] as const),
] as const;
export type SuperviseEnd = (typeof superviseEnds)[number];

/** The talk that a supervisor is at. `ringing`: his own phone is; `on`: he hears it. */
export const supervising = z.object({
  callId: z.string(),
  /** Who leads the talk. */
  operatorId: z.number().int(),
  how: superviseHow,
  stage: z.enum(['ringing', 'on']),
});
export type Supervising = z.infer<typeof supervising>;

/** The call an operator is being offered or is in. */
export const deskCall = z.object({
  callId: z.string(),
  /** `calling`: the resident, who asked to be called back, is being called for this operator. */
  stage: z.enum(['calling', 'dialling', 'ringing', 'talking', 'returning']),
  held: z.boolean(),
  /** Somebody else who was brought to this call: rung, talked to while the caller hears music, or all three together. */
  consult: z
    .object({
      with: consulted,
      stage: z.enum(['ringing', 'talking', 'three']),
      /** His phone is lost for a moment, and is rung again. */
      away: z.boolean(),
    })
    .nullable(),
  /** The colleague at the other end of a call between two desks; null: a call of a resident. */
  colleague: z.number().int().nullable(),
  /** The colleague who has asked this operator to help with the call; null on the desk of who leads it. */
  askedBy: z.number().int().nullable(),
  /** The recording is switched off for a moment. */
  recordingOff: z.boolean(),
  /** A supervisor whom the operator hears. */
  supervised: z.object({ supervisorId: z.number().int(), how: z.enum(['whisper', 'join']) }).nullable(),
  hotline: z.string(),
  number: z.string().nullable(),
  language: language.nullable(),
  since: time,
  steps: z.array(step),
  card,
});
export type DeskCall = z.infer<typeof deskCall>;

/** A message from one desk to another. */
export const deskMessage = z.object({
  id: z.number().int(),
  at: time,
  fromId: z.number().int(),
  fromName: z.string(),
  /** Null: to all desks. */
  toId: z.number().int().nullable(),
  text: z.string(),
  /** When this operator has read it; null: not yet, or it is his own. */
  readAt: time.nullable(),
  /** Of one's own: by how many of those who are to read it; null on their desks. */
  readBy: z.object({ count: z.number().int(), of: z.number().int() }).nullable(),
});
export type DeskMessage = z.infer<typeof deskMessage>;
