import { z } from 'zod';
import { queueHours } from './hours.ts';
import { id, languages, textByLanguage } from './shared.ts';

/** How the operator for a caller is chosen among those who are free and fit. */
export const waysToChoose = ['longest-idle', 'fewest-talks', 'best-skill', 'all-at-once'] as const;

/** What happens when a caller has waited the longest that a queue allows. */
const overflow = z
  .strictObject({
    /** Those who serve this queue serve him, too. He keeps his place. */
    queue: id.optional(),
    /** Those with skill 1 serve him, too. */
    reserves: z.literal(true).optional(),
    /** This telephone is rung. Who cannot be reached there goes on waiting. */
    number: z
      .string()
      .regex(/^\+?\d{3,15}$/, 'digits only')
      .optional(),
    /** He is told once more that he may be called back. */
    callback: z.literal(true).optional(),
  })
  .refine(
    (one) => Object.values(one).filter((value) => value !== undefined).length === 1,
    'say one of: queue, reserves, number, callback',
  );

/** What a supervisor may change while calls run; the company file says what holds until then. */
export const queueRules = {
  /** A caller here stands in the line as if he had come so much earlier. Whoever has waited longer than that goes before him all the same. */
  headStartSeconds: z.number().int().min(0).max(86_400).default(0),
  choose: z.enum(waysToChoose).default('longest-idle'),
  /** So long an operator who speaks the caller's language is waited for, while one is there. */
  languageSeconds: z.number().int().min(0).max(3_600).default(60),
  offerSeconds: z.number().int().min(5).max(120).default(20),
  wrapUpSeconds: z.number().int().min(0).max(600).default(20),
  longestWaitSeconds: z.number().int().min(5).max(7_200).nullable().default(null),
  /** Who is called back when his turn comes, and cannot be reached, is called again so long after that try began: three tries over an hour, usually. */
  callAgainSeconds: z.number().int().min(30).max(14_400).default(1_800),
  overflow: overflow.nullable().default(null),
  /** So many of a hundred callers are to be answered within this time. */
  serviceLevel: z
    .strictObject({
      percent: z.number().int().min(1).max(100).default(80),
      withinSeconds: z.number().int().min(1).max(3_600).default(20),
    })
    .default({ percent: 80, withinSeconds: 20 }),
};

const together = (rules: { longestWaitSeconds: number | null; overflow: object | null }) =>
  (rules.longestWaitSeconds === null) === (rules.overflow === null);
const notTogether = {
  message: 'longestWaitSeconds and overflow belong together: say both, or neither',
  path: ['overflow'],
};

export const queueSchema = z
  .strictObject({
    id,
    name: textByLanguage,
    /** The flows whose callers come here when they ask for a person; others come to the queue that 0 leads to in the menu. */
    flows: z.array(id).default([]),
    /** Emergencies come here, whatever the caller was doing. At most one queue. */
    emergencies: z.boolean().default(false),
    ...queueRules,
    ...queueHours,
  })
  .refine(together, notTogether);

export const queueRulesSchema = z.strictObject(queueRules);
export type QueueRules = z.infer<typeof queueRulesSchema>;

/** Rules of which each is said, as a supervisor changes them: none falls back to what is usual because it was left out. */
export const wholeQueueRules = z
  .strictObject({
    headStartSeconds: queueRules.headStartSeconds.unwrap(),
    choose: queueRules.choose.unwrap(),
    languageSeconds: queueRules.languageSeconds.unwrap(),
    offerSeconds: queueRules.offerSeconds.unwrap(),
    wrapUpSeconds: queueRules.wrapUpSeconds.unwrap(),
    longestWaitSeconds: queueRules.longestWaitSeconds.unwrap(),
    callAgainSeconds: queueRules.callAgainSeconds.unwrap(),
    overflow: queueRules.overflow.unwrap(),
    serviceLevel: queueRules.serviceLevel.unwrap(),
  })
  .refine(together, notTogether);

/**
 * How well somebody serves a queue, or speaks a language: 0 not at all, 1 only when nobody better is there (a reserve), 2 as
 * usual, 3 best. What is not said is 2.
 */
export const skillLevel = z.number().int().min(0).max(3);
export const usualLevel = 2;

/** What operators can, by login, until a supervisor says otherwise. A skill is the id of a queue, or a language. */
export const skillsSchema = z
  .record(z.string().min(1), z.record(id.or(z.enum(languages)), skillLevel))
  .default({});
