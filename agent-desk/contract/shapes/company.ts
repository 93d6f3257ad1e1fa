import { z } from 'zod';
import { skillLevel, wholeQueueRules } from '../../../config/company/queues.ts';
import { language, names, time } from './common.ts';
import { pauseReason } from './operators.ts';

export const company = z.object({
  name: names,
  timezone: z.string(),
  hotlines: z.array(
    z.object({
      id: z.string(),
      name: names,
      numbers: z.array(z.string()),
      /** Spoken there; the first one where the caller has chosen none. */
      languages: z.array(language),
    }),
  ),
  queues: z.array(z.object({ id: z.string(), name: names })),
  executors: z.array(z.object({ id: z.string(), name: names, phone: z.string().nullable() })),
  categories: z.array(
    z.object({
      id: z.string(),
      name: names,
      executor: z.string(),
      dueHours: z.number(),
      emergency: z.boolean(),
    }),
  ),
  /** What may befall a building, the most urgent first. */
  incidentKinds: z.array(z.object({ id: z.string(), name: names, planned: z.boolean() })),
  /** What can be ordered by voice. */
  certificates: z.array(z.object({ id: z.string(), name: names })),
  /** What a talk may have come to, with the key by which it is said. */
  dispositions: z.array(z.object({ id: z.string(), name: names, key: z.string() })),
  /** Why an operator may pause, and how long at most; null: as long as he likes. */
  pauses: z.array(z.object({ reason: pauseReason, longestMinutes: z.number().nullable() })),
  /** How many automatic calls are made at once at most. */
  dialerLanes: z.number().int(),
});
export type Company = z.infer<typeof company>;

/** Who has changed something that the company file says, and when. */
const changedBy = z.object({ at: time, byName: z.string().nullable() });

/** How a queue works now. */
export const queueRules = wholeQueueRules;
export type QueueRules = z.infer<typeof queueRules>;

export const queueHeld = z.object({
  id: z.string(),
  name: names,
  rules: queueRules,
  /** What holds again when the change is taken back. */
  ofCompany: queueRules,
  /** Null: the company file holds. */
  changed: changedBy.nullable(),
  /** The change that was seen, to be sent with the next one: who has not seen the latest changes nothing. */
  version: z.number().int(),
  /** How many callers wait on the telephone: those who are to be called back have hung up. */
  waiting: z.number().int(),
});
export type QueueHeld = z.infer<typeof queueHeld>;

/** Levels by the id of a queue, or by language: 0 not at all, 1 as a reserve, 2 as usual, 3 best. */
export const skillLevels = z.record(z.string(), skillLevel);

export const skillsHeld = z.object({
  operatorId: z.number().int(),
  name: z.string(),
  levels: skillLevels,
  ofCompany: skillLevels,
  changed: changedBy.nullable(),
  version: z.number().int(),
});
export type SkillsHeld = z.infer<typeof skillsHeld>;
