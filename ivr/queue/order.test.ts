import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  caller,
  operator,
  queues,
  rulesOf,
  situations,
  someRulebook,
  someSkills,
} from '../../test/floor/situations.ts';
import {
  fits,
  inOrder,
  isStaffed,
  nextChangeMs,
  nextOffers,
  type OnFloor,
  refusedForMs,
  type WaitingCaller,
} from './order.ts';

const ids = (callers: { callId: string }[]) => callers.map(({ callId }) => callId);

test('first come, first served, by the operator who has been free the longest', () => {
  const waiting = [caller('late', 2_000), caller('early', 1_000)];
  expect(nextOffers(10_000, waiting, [operator(1, 500), operator(2, 100)], rulesOf())).toEqual([
    { callId: 'early', operatorId: 2 },
    { callId: 'late', operatorId: 1 },
  ]);
});

test('an emergency goes before those who came earlier, but not before an earlier emergency', () => {
  const line = [
    caller('early', 1_000),
    caller('emergency', 3_000, { emergency: true }),
    caller('earlier emergency', 2_000, { emergency: true }),
  ];
  expect(ids(inOrder(line, rulesOf()))).toEqual(['earlier emergency', 'emergency', 'early']);
});

test('a head start goes before others, and ends: who has waited longer than it is not overtaken', () => {
  const rules = rulesOf({ urgent: { headStartSeconds: 60 } });
  const line = [caller('61 s', 0), caller('59 s', 2_000), caller('urgent', 61_000, { queue: 'urgent' })];
  expect(ids(inOrder(line, rules))).toEqual(['61 s', 'urgent', '59 s']);
});

test('an operator who has just said no to a caller gets the next one; another one goes before him for that caller ever after', () => {
  const refused = caller('first', 1_000, { refusedAtMs: new Map([[7, 10_000]]) });
  const line = [refused, caller('second', 2_000)];
  expect(nextOffers(10_000, line, [operator(7)], rulesOf())).toEqual([{ callId: 'second', operatorId: 7 }]);
  // The clock was set back by an hour since.
  expect(nextOffers(-3_590_000, [refused], [operator(7)], rulesOf())).toHaveLength(1);
  const later = 10_000 + refusedForMs;
  expect(nextOffers(later, [refused], [operator(7)], rulesOf())).toHaveLength(1);
  expect(nextOffers(later, line, [operator(7, 0), operator(8, 9_000)], rulesOf())).toEqual([
    { callId: 'first', operatorId: 8 },
    { callId: 'second', operatorId: 7 },
  ]);
});

test.each([
  ['longest-idle', 1],
  ['fewest-talks', 2],
  ['best-skill', 3],
] as const)('%s', (choose, chosen) => {
  const free = [operator(1, 10, {}, 5), operator(2, 30, {}, 1), operator(3, 20, { dispatcher: 3 }, 9)];
  const rules = rulesOf({ dispatcher: { choose } });
  expect(nextOffers(1_000, [caller('one', 0)], free, rules)).toEqual([{ callId: 'one', operatorId: chosen }]);
});

test('all at once: every phone that is free rings, and that of one who becomes free meanwhile', () => {
  const rules = rulesOf({ emergency: { choose: 'all-at-once' } });
  const one = caller('one', 0, { queue: 'emergency', offeredTo: new Set([1]) });
  const floor = [operator(1, null), operator(2), operator(3), operator(4, 0, { emergency: 0 })];
  expect(nextOffers(1_000, [one], floor, rules).map((offer) => offer.operatorId)).toEqual([2, 3]);
});

test('a caller waits for somebody who speaks the language, but not for ever, and not where nobody does', () => {
  const english = caller('one', 0, { language: 'en' });
  const speaks = operator(1, null);
  const speaksNot = operator(2, 0, { en: 0 });
  const rules = rulesOf({ dispatcher: { languageSeconds: 60 } });
  expect(nextOffers(59_999, [english], [speaks, speaksNot], rules)).toEqual([]);
  expect(nextOffers(60_000, [english], [speaks, speaksNot], rules)).toHaveLength(1);
  expect(nextOffers(0, [english], [speaksNot], rules)).toHaveLength(1);
});

test('of several who speak the language the best is chosen by skill; otherwise whoever speaks it as usual, before a reserve, before who does not', () => {
  const english = caller('one', 0, { language: 'en' });
  const floor = [0, 1, 2, 3].map((en) => operator(en, en * 100, { en }));
  const chosenBy = (choose: 'longest-idle' | 'best-skill', there: readonly OnFloor[]) =>
    nextOffers(60_000, [english], there, rulesOf({ dispatcher: { choose } })).map(
      ({ operatorId }) => operatorId,
    );
  const orderOf = (choose: 'longest-idle' | 'best-skill') => {
    const order: number[] = [];
    while (order.length < floor.length)
      order.push(
        ...chosenBy(
          choose,
          floor.filter(({ operatorId }) => !order.includes(operatorId)),
        ),
      );
    return order;
  };
  expect(orderOf('best-skill')).toEqual([3, 2, 1, 0]);
  expect(orderOf('longest-idle')).toEqual([2, 3, 1, 0]);
});

test('a reserve serves when nobody else is there, and when the wait grows too long', () => {
  const reserve = operator(1, 0, { dispatcher: 1 });
  const rules = rulesOf({ dispatcher: { longestWaitSeconds: 30, overflow: { reserves: true } } });
  const one = caller('one', 0);
  expect(nextOffers(29_999, [one], [reserve, operator(2, null)], rules)).toEqual([]);
  expect(nextOffers(30_000, [one], [reserve, operator(2, null)], rules)).toHaveLength(1);
  expect(nextOffers(0, [one], [reserve], rules)).toHaveLength(1);
  expect(nextOffers(99_999, [one], [reserve, operator(2, null)], rulesOf())).toEqual([]);
});

test('a queue overflows into another one, whose people serve both; the caller keeps his place', () => {
  const others = operator(1, 0, { readings: 0 });
  const rules = rulesOf({ readings: { longestWaitSeconds: 30, overflow: { queue: 'dispatcher' } } });
  const line = [caller('readings', 0, { queue: 'readings' }), caller('dispatcher', 1_000)];
  expect(nextOffers(29_999, line, [others], rules)).toEqual([{ callId: 'dispatcher', operatorId: 1 }]);
  expect(nextOffers(30_000, line, [others], rules)).toEqual([{ callId: 'readings', operatorId: 1 }]);
  expect(isStaffed('readings', [others], rules)).toBe(true);
  expect(isStaffed('readings', [others], rulesOf())).toBe(false);
});

test('who was sent on after a talk keeps his place, but what grows too long begins with his wait', () => {
  const rules = rulesOf({
    dispatcher: { languageSeconds: 60, longestWaitSeconds: 30, overflow: { reserves: true } },
  });
  const sentOn = caller('sent on', 0, { language: 'en', waitsSinceMs: 200_000 });
  expect(ids(inOrder([caller('later', 10_000), sentOn], rules))).toEqual(['sent on', 'later']);
  const floor = [operator(1, 0, { en: 0 }), operator(2, 0, { dispatcher: 1 }), operator(3, null)];
  expect(nextOffers(229_999, [sentOn], floor, rules)).toEqual([]);
  expect(nextOffers(230_000, [sentOn], floor, rules)).toEqual([{ callId: 'sent on', operatorId: 2 }]);
  expect(nextChangeMs(200_000, [sentOn], rules)).toBe(230_000);
});

test('it is known when the order may become another one by time alone', () => {
  const rules = rulesOf({
    dispatcher: { languageSeconds: 60, longestWaitSeconds: 90, overflow: { reserves: true } },
  });
  const one = caller('one', 1_000, { refusedAtMs: new Map([[1, 2_000]]) });
  const times = [0, 12_000, 61_000, 91_000].map((now) => nextChangeMs(now, [one], rules));
  expect(times).toEqual([12_000, 61_000, 91_000, null]);
});

test('in any situation: no operator twice, only free ones, nobody overtaken by an equal, nobody idle while somebody fitting waits', () => {
  fc.assert(
    fc.property(situations, ({ nowMs, rules, waiting, floor }) => {
      const offers = nextOffers(nowMs, waiting, floor, rules);
      const free = floor.filter((one) => one.freeSinceMs !== null);
      const taken = new Set(offers.map((one) => one.operatorId));
      expect(taken.size).toBe(offers.length);
      for (const id of taken) expect(free.map((one) => one.operatorId)).toContain(id);

      const got = new Set(offers.map((one) => one.callId));
      const mayHave = (one: WaitingCaller, operatorId: number) => {
        const who = floor.find((each) => each.operatorId === operatorId) as OnFloor;
        const refusedAt = one.refusedAtMs.get(operatorId) ?? Number.NEGATIVE_INFINITY;
        const hasJustRefused = nowMs >= refusedAt && nowMs < refusedAt + refusedForMs;
        return !hasJustRefused && fits(nowMs, one, who, floor, rules);
      };
      const line = inOrder(waiting, rules);
      for (const [at, one] of line.entries()) {
        const all = rules(one.queue).choose === 'all-at-once';
        if (one.offeredTo.size > 0 && !all) expect(got.has(one.callId)).toBe(false);
        else if (all || !got.has(one.callId)) {
          // Nobody who may serve this caller is left free, nor is rung for somebody behind him.
          for (const { operatorId } of free)
            if (mayHave(one, operatorId)) expect(taken.has(operatorId)).toBe(true);
          for (const offer of offers) {
            const otherAt = line.findIndex((each) => each.callId === offer.callId);
            if (otherAt > at) expect(mayHave(one, offer.operatorId)).toBe(false);
          }
        }
      }
      for (const one of offers) {
        const who = waiting.find((each) => each.callId === one.callId) as WaitingCaller;
        expect(mayHave(who, one.operatorId)).toBe(true);
      }
    }),
    { numRuns: 3_000 },
  );
});

/** One who waits is served before `limitMs` are over, whatever comes after him: an operator is free every minute. */
test('nobody waits for ever, however many urgent callers come after him', () => {
  fc.assert(
    fc.property(
      someRulebook,
      fc.uniqueArray(fc.record({ operatorId: fc.integer({ min: 1, max: 3 }), skills: someSkills }), {
        selector: (one) => one.operatorId,
        minLength: 1,
      }),
      fc.array(fc.record({ queue: fc.constantFrom(...queues), emergency: fc.boolean() }), { minLength: 1 }),
      fc.constantFrom(...queues),
      fc.constantFrom('uk' as const, 'en' as const),
      (written, people, others, queue, language) => {
        const rules = rulesOf(written);
        const present = people.map((one) => ({
          ...one,
          skills: new Map(Object.entries(one.skills)),
          freeSinceMs: 0,
          soonFree: true,
          talks: 0,
        }));
        if (!isStaffed(queue, present, rules)) return;
        let line = [caller('patient', 0, { queue, language })];
        let nowMs = 0;
        let came = 0;
        while (line.some((one) => one.callId === 'patient')) {
          // Each minute more urgent callers come than can be served.
          for (let n = 0; n < present.length + 1; n++) {
            const other = others[came % others.length] as { queue: string; emergency: boolean };
            line = [...line, caller(`later ${came++}`, nowMs, other)];
          }
          nowMs += 60_000;
          const served = new Set(nextOffers(nowMs, line, present, rules).map((one) => one.callId));
          line = line.filter((one) => !served.has(one.callId));
          // The longest head start, and all who may have come before that was over.
          expect(nowMs).toBeLessThan(3_600_000 * 6);
        }
      },
    ),
    { numRuns: 60 },
  );
}, 30_000);

test('whom an operator refused comes to him again only after another one, or when nobody else is there', () => {
  const line = [caller('refused', 1_000), caller('other', 2_000)];
  const one = { ...operator(7), refused: 'refused' };
  expect(nextOffers(60_000, line, [one], rulesOf())).toEqual([{ callId: 'other', operatorId: 7 }]);
  expect(nextOffers(60_000, line.slice(0, 1), [one], rulesOf())).toEqual([
    { callId: 'refused', operatorId: 7 },
  ]);
});
