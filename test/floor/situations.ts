import fc from 'fast-check';
import { type QueueRules, queueRulesSchema, waysToChoose } from '../../config/company/queues.ts';
import type { OnFloor, RulesOf, WaitingCaller } from '../../ivr/queue/order.ts';

/** A caller of the dispatcher's queue whom nobody has been offered yet. */
export const caller = (
  callId: string,
  sinceMs: number,
  more: Partial<WaitingCaller> = {},
): WaitingCaller => ({
  callId,
  queue: 'dispatcher',
  language: 'uk',
  sinceMs,
  waitsSinceMs: sinceMs,
  emergency: false,
  offeredTo: new Set(),
  refusedAtMs: new Map(),
  ...more,
});

export const operator = (
  operatorId: number,
  freeSinceMs: number | null = 0,
  skills: Record<string, number> = {},
  talks = 0,
): OnFloor => ({ operatorId, freeSinceMs, soonFree: true, talks, skills: new Map(Object.entries(skills)) });

/** The rules of queues of which only this is said; the rest is usual. */
export function rulesOf(written: Record<string, Partial<QueueRules>> = {}): RulesOf {
  const known = new Map<string, QueueRules>();
  return (queue) => {
    const rules = known.get(queue) ?? queueRulesSchema.parse(written[queue] ?? {});
    known.set(queue, rules);
    return rules;
  };
}

/** Anything that may be: queues and skills of every kind. */
export const queues = ['dispatcher', 'readings', 'emergency'];

const someRules = fc.record({
  headStartSeconds: fc.constantFrom(0, 0, 30, 3_600),
  choose: fc.constantFrom(...waysToChoose),
  languageSeconds: fc.constantFrom(0, 60),
  longestWaitSeconds: fc.constantFrom(20, 90),
  overflow: fc.constantFrom({ reserves: true as const }, ...queues.map((queue) => ({ queue }))),
});
export const someSkills = fc.dictionary(
  fc.constantFrom(...queues, 'uk', 'en'),
  fc.integer({ min: 0, max: 3 }),
);
export const someRulebook = fc.record({ dispatcher: someRules, readings: someRules, emergency: someRules });

/** Callers who wait and operators who are there, at one moment. */
export const situations = fc
  .record({
    nowMs: fc.integer({ min: 100_000, max: 200_000 }),
    rules: someRulebook,
    waiting: fc.uniqueArray(
      fc.record({
        callId: fc.string({ minLength: 1, maxLength: 4 }),
        queue: fc.constantFrom(...queues),
        language: fc.constantFrom('uk' as const, 'en' as const),
        sinceMs: fc.integer({ min: 0, max: 100_000 }),
        waitsSinceMs: fc.integer({ min: 0, max: 100_000 }),
        emergency: fc.boolean(),
        offered: fc.boolean(),
        refused: fc.dictionary(fc.constantFrom('1', '2', '3'), fc.integer({ min: 90_000, max: 200_000 })),
      }),
      { selector: (one) => one.callId, maxLength: 12 },
    ),
    floor: fc.uniqueArray(
      fc.record({
        operatorId: fc.integer({ min: 1, max: 6 }),
        freeSinceMs: fc.option(fc.nat(100), { freq: 3 }),
        talks: fc.nat(3),
        skills: someSkills,
      }),
      { selector: (one) => one.operatorId },
    ),
  })
  .map(({ nowMs, rules, waiting, floor }) => ({
    nowMs,
    rules: rulesOf(rules),
    waiting: waiting.map(({ offered, refused, ...one }) => ({
      ...one,
      offeredTo: new Set(offered ? [99] : []),
      refusedAtMs: new Map(Object.entries(refused).map(([id, at]) => [Number(id), at])),
    })),
    floor: floor.map((one) => ({ ...one, soonFree: true, skills: new Map(Object.entries(one.skills)) })),
  }));
