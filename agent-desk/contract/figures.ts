import { z } from 'zod';
import { withoutDisposition } from '../../config/company/dispositions.ts';
import { time } from './shapes.ts';

export { withoutDisposition };

/** What a call may have come to. */
export const callResults = ['talked', 'served', 'abandoned', 'refused', 'failed', 'unreached'] as const;

/**
 * What came of a caller in a queue. `in-time` and `late` are the answered, by the queue's limit; `measured` are those by whom
 * the service level is measured: the answered and the `abandoned`, without the `abandoned-early`, who hung up within 5 s.
 * `callback`: left the line for a promise to be called back, `callback-done`: which was kept. `elsewhere`: went back to the
 * menu, to another queue, or outside. `told`: was told how long it will take, and answered. `talked`: an operator talked in
 * the call, also where we had called.
 */
export const callOutcome = z.enum([
  ...([
    'came',
    'waiting',
    'answered',
    'in-time',
    'late',
    'measured',
    'abandoned',
    'abandoned-early',
  ] as const),
  ...(['callback', 'callback-done', 'elsewhere', 'told', 'talked'] as const),
]);

/** Narrows GET /api/calls. Without a queue a call counts once: by the first queue where it was answered, else by its last. */
export const callsBehind = z.object({
  queue: z.string().max(40).optional(),
  outcome: callOutcome.optional(),
  operatorId: z.coerce.number().int().positive().optional(),
  waitedSeconds: z.coerce.number().int().min(0).optional(),
  /** An id of the company's dispositions; `none`: an operator talked in it, and did not say what it came to. */
  disposition: z.string().max(40).optional(),
});

/** How calls are looked for beside that. */
export const callSearch = z.object({
  /** A piece of the number at the other end, or whatever finds a resident: a name, an address, an account. */
  search: z.string().trim().min(1).max(100).optional(),
  hotline: z.string().max(40).optional(),
  result: z.enum(callResults).optional(),
  /** Lasted so long at least. */
  lastedSeconds: z.coerce.number().int().min(0).optional(),
});

/** A figure; null where there is nothing to reckon it from. `calls`, with the span's `from` and `to`, lists the `count` calls behind it. */
export const figure = z.object({
  value: z.number().nullable(),
  count: z.number().int(),
  calls: callsBehind,
});

/** A length: `value` is the mean of a call, `sumMs` of all. */
export const lengthFigure = figure.extend({ sumMs: z.number() });

/** What operators did with callers. Talk is without hold. */
const handling = {
  talked: figure,
  talkMs: lengthFigure,
  holdMs: lengthFigure,
  wrapUpMs: lengthFigure,
};

export const serviceTarget = z.object({ percent: z.number().int(), withinSeconds: z.number().int() });

/**
 * The callers of a queue. Service level: answered in time ÷ (answered + abandoned later than 5 s). Speed of answer, its mean
 * and median, is of the answered; the longest wait of all, however it ended. `toldErrorMs`: the median of how far the wait
 * that was told first was from the wait that came.
 */
export const lineFigures = z.object({
  came: figure,
  waiting: figure,
  answered: figure,
  late: figure,
  serviceLevelPercent: figure,
  answerMs: figure,
  medianAnswerMs: figure,
  longestWaitMs: figure,
  abandonedEarly: figure,
  abandoned: figure,
  callbacks: figure,
  callbacksDone: figure,
  elsewhere: figure,
  toldErrorMs: figure,
  toldWithinMinutePercent: figure,
  ...handling,
});

/** Occupancy: busy ÷ (busy + ready) within the span; busy is ringing, talking and wrap-up. */
export const operatorFigures = z.object({
  ...handling,
  occupancyPercent: figure,
  busyMs: z.number(),
  readyMs: z.number(),
});

/** Calls with an operator, by what they came to; null: that was not said, though they are over. */
export const dispositionFigure = z.object({ disposition: z.string().nullable(), calls: figure });

/** Of the calls that arrived from `from` until before `to`; of those that go on, what they have reached. */
export const figures = z.object({
  from: time,
  to: time,
  queues: z.array(lineFigures.extend({ queue: z.string(), target: serviceTarget })),
  all: lineFigures,
  operators: z.array(operatorFigures.extend({ operatorId: z.number().int(), name: z.string() })),
  allOperators: operatorFigures,
  dispositions: z.array(dispositionFigure),
});

export type CallOutcome = z.infer<typeof callOutcome>;
export type CallSearch = z.infer<typeof callSearch>;
export type CallsBehind = z.infer<typeof callsBehind>;
export type Figure = z.infer<typeof figure>;
export type LengthFigure = z.infer<typeof lengthFigure>;
export type ServiceTarget = z.infer<typeof serviceTarget>;
export type LineFigures = z.infer<typeof lineFigures>;
export type OperatorFigures = z.infer<typeof operatorFigures>;
export type DispositionFigure = z.infer<typeof dispositionFigure>;
export type Figures = z.infer<typeof figures>;
