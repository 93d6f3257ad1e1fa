import { z } from 'zod';
import { callRefusal, language, step, time } from './common.ts';

/** Calls, their recordings, and what came of them. */

export const callSummary = z.object({
  id: z.string(),
  direction: z.enum(['in', 'out']),
  hotline: z.string(),
  number: z.string().nullable(),
  residentId: z.number().int().nullable(),
  residentName: z.string().nullable(),
  language: language.nullable(),
  arrivedAt: time,
  answeredAt: time.nullable(),
  endedAt: time.nullable(),
  result: z.string().nullable(),
  reason: z.string().nullable(),
  operatorId: z.number().int().nullable(),
  operatorName: z.string().nullable(),
  /** What the talk came to: an id of the company's dispositions. */
  disposition: z.string().nullable(),
  /** What operators have noted, one below the other. */
  note: z.string().nullable(),
});
export type CallSummary = z.infer<typeof callSummary>;

export const recording = z.object({
  id: z.number().int(),
  callId: z.string(),
  state: z.enum(['recording', 'finished', 'lost']),
  startedAt: time,
  durationMs: z.number().int(),
});
export type Recording = z.infer<typeof recording>;

/** How loud each side of a recording was, from the beginning to the end: as many values a side, 0 (silence) to 100. */
export const waveform = z.object({
  resident: z.array(z.number().int()),
  heard: z.array(z.number().int()),
});
export type Waveform = z.infer<typeof waveform>;

/** Somebody has listened to the recording of a call, or to what its caller has spoken after the signal. */
export const listenedTo = z.object({
  operatorId: z.number().int(),
  at: time,
  what: z.enum(['recording', 'message']),
});
export type ListenedTo = z.infer<typeof listenedTo>;

export const callDetails = callSummary.extend({
  steps: z.array(step),
  recordings: z.array(recording),
  /** The newest first, 50 at most; told to those who lead, and to others none. */
  listens: z.array(listenedTo),
  /** Of the number at the other end. */
  refusal: callRefusal,
});
export type CallDetails = z.infer<typeof callDetails>;

/** An SMS to a resident. `kept`: nothing sends SMS here, so it was not sent. */
export const sms = z.object({
  id: z.number().int(),
  text: z.string(),
  state: z.enum(['kept', 'waiting', 'sending', 'sent', 'failed']),
  createdAt: time,
  endedAt: time.nullable(),
});
export type Sms = z.infer<typeof sms>;

export const callback = z.object({
  id: z.number().int(),
  /** The call that it goes with, or in which he asked for news; null where no call of ours was: the spoken fallback has promised it. */
  callId: z.string().nullable(),
  number: z.string(),
  hotline: z.string(),
  why: z.string(),
  promisedAt: time,
  doneAt: time.nullable(),
  /** How long the message is that the caller left; null without one. */
  messageMs: z.number().int().nullable(),
  refusal: callRefusal,
});
export type Callback = z.infer<typeof callback>;

/** What a caller thought of the work done, or of the company where it is about no request. */
export const feedback = z.object({
  id: z.number().int(),
  callId: z.string(),
  number: z.string().nullable(),
  hotline: z.string(),
  requestId: z.number().int().nullable(),
  requestNumber: z.string().nullable(),
  /** 1 to 5. */
  score: z.number().int(),
  /** How long the spoken comment is; null without one. */
  commentMs: z.number().int().nullable(),
  givenAt: time,
  callback: z.enum(['none', 'promised', 'done']),
});
export type Feedback = z.infer<typeof feedback>;
