import fc from 'fast-check';
import { expect, test } from 'vitest';
import { queueRulesSchema } from '../../config/company/queues.ts';
import { isUrgent } from './moved.ts';
import { fits, inOrder, nextChangeMs, nextOffers, type OnFloor, type WaitingCaller } from './order.ts';

const caller = (callId: string, sinceMs: number, more: Partial<WaitingCaller> = {}): WaitingCaller => ({
  ...{ callId, queue: 'dispatcher', language: 'uk', sinceMs, waitsSinceMs: sinceMs, emergency: false },
  ...{ offeredTo: new Set(), refusedAtMs: new Map() },
  ...more,
});
const operator = (operatorId: number, freeSinceMs: number | null = 0): OnFloor => ({
  ...{ operatorId, freeSinceMs, soonFree: true, talks: 0, skills: new Map() },
});
const rulesOf = (queue: string) =>
  queueRulesSchema.parse(queue === 'emergency' ? { headStartSeconds: 3_600, choose: 'all-at-once' } : {});
const ids = (callers: { callId: string }[]) => callers.map(({ callId }) => callId);
const offers = (nowMs: number, line: WaitingCaller[], floor: OnFloor[]) =>
  nextOffers(nowMs, line, floor, rulesOf).map(({ callId, operatorId }) => `${callId} to ${operatorId}`);

test('who was sent to the head stands there, the last one sent before those before him, and all behind the emergencies', () => {
  const line = [
    caller('early', 1_000),
    caller('sent', 5_000, { firstAtMs: 6_000 }),
    caller('sent later', 4_000, { firstAtMs: 7_000 }),
    caller('urgent', 3_000, { emergency: true }),
    caller('in a queue of emergencies', 3_500, { queue: 'emergency' }),
  ];
  expect(ids(inOrder(line, rulesOf))).toEqual([
    ...['urgent', 'in a queue of emergencies', 'sent later', 'sent', 'early'],
  ]);
  const urgentSent = caller('urgent sent', 8_000, { emergency: true, firstAtMs: 9_000 });
  expect(ids(inOrder([...line, urgentSent], rulesOf))[0]).toBe('urgent sent');
});

test('a free operator is rung for the one who was sent to him, whoever stands before, and whatever he can', () => {
  const sent = caller('sent', 5_000, { keptFor: { operatorId: 7, untilMs: 20_000 } });
  const none: OnFloor = { ...operator(7), skills: new Map([['dispatcher', 0]]) };
  expect(offers(9_000, [caller('early', 1_000), sent], [none, operator(8)])).toEqual([
    'early to 8',
    'sent to 7',
  ]);
});

test('a busy operator is kept: he gets nobody else, and nobody else gets the caller, until the time is over', () => {
  const sent = caller('sent', 5_000, { keptFor: { operatorId: 7, untilMs: 20_000 } });
  const line = [caller('early', 1_000), sent];
  expect(offers(19_999, [sent], [operator(7, null), operator(8)])).toEqual([]);
  expect(offers(19_999, line, [operator(7)])).toEqual(['sent to 7']);
  expect(nextChangeMs(9_000, [sent], rulesOf)).toBe(20_000);
  expect(offers(20_000, line, [operator(7)])).toEqual(['early to 7']);
  expect(offers(20_000, [sent], [operator(7, null), operator(8)])).toEqual(['sent to 8']);
});

test('an operator who has gone, or takes no calls until he says so, keeps nobody waiting', () => {
  const sent = caller('sent', 5_000, { keptFor: { operatorId: 7, untilMs: 20_000 } });
  expect(offers(9_000, [sent], [operator(8)])).toEqual(['sent to 8']);
  expect(offers(9_000, [sent], [{ ...operator(7, null), soonFree: false }, operator(8)])).toEqual([
    'sent to 8',
  ]);
});

test('an emergency takes the one who is kept for another, and waits for nobody itself', () => {
  const keptFor = { operatorId: 7, untilMs: 20_000 };
  const sent = caller('sent', 1_000, { keptFor });
  const urgent = caller('urgent', 8_000, { emergency: true });
  expect(offers(9_000, [sent, urgent], [operator(7)])).toEqual(['urgent to 7']);
  expect(offers(9_000, [{ ...urgent, keptFor }], [operator(7, null), operator(8)])).toEqual(['urgent to 8']);
  expect(offers(9_000, [{ ...urgent, keptFor }], [operator(8), operator(7, 100)])).toEqual(['urgent to 7']);
});

const callers = fc.uniqueArray(
  fc.record({
    callId: fc.string({ minLength: 1, maxLength: 4 }),
    queue: fc.constantFrom('dispatcher', 'readings', 'emergency'),
    sinceMs: fc.integer({ min: 0, max: 8_000_000 }),
    emergency: fc.boolean(),
    firstAtMs: fc.option(fc.integer({ min: 0, max: 8_000_000 }), { nil: undefined }),
  }),
  { selector: (one) => one.callId, minLength: 1, maxLength: 12 },
);

test('whoever is sent to the head: nobody urgent stands further behind by it, and all who were not sent keep their order', () => {
  fc.assert(
    fc.property(callers, fc.nat(), (raw, nth) => {
      const line = raw.map(({ callId, sinceMs, ...more }) => caller(callId, sinceMs, more));
      const sent = line[nth % line.length] as WaitingCaller;
      const before = inOrder(line, rulesOf);
      const after = inOrder(
        line.map((one) => (one === sent ? { ...one, firstAtMs: 9_000_000 } : one)),
        rulesOf,
      );
      const others = (all: WaitingCaller[]) =>
        ids(all.filter((one) => one.callId !== sent.callId && one.firstAtMs === undefined));
      expect(others(after)).toEqual(others(before));
      const sentAt = ids(after).indexOf(sent.callId);
      if (isUrgent(sent, rulesOf)) expect(sentAt).toBe(0);
      else {
        // He stands before all others who are not behind somebody urgent.
        const lastUrgent = after.findLastIndex((one) => isUrgent(one, rulesOf));
        expect(sentAt).toBe(lastUrgent + 1);
        for (const one of line.filter((each) => isUrgent(each, rulesOf)))
          expect(ids(after).indexOf(one.callId)).toBeLessThanOrEqual(ids(before).indexOf(one.callId));
      }
    }),
    { numRuns: 2_000 },
  );
});

test('whoever is kept for whom: no operator twice, only free ones, nobody idle while somebody may have him', () => {
  const people = fc.uniqueArray(
    fc.record({ operatorId: fc.integer({ min: 1, max: 4 }), free: fc.boolean() }),
    { selector: (one) => one.operatorId },
  );
  const keptFor = fc.option(
    fc.record({ operatorId: fc.integer({ min: 1, max: 5 }), untilMs: fc.constantFrom(1, 10_000_000) }),
    { nil: undefined },
  );
  fc.assert(
    fc.property(callers, people, fc.array(keptFor, { minLength: 12, maxLength: 12 }), (raw, staff, kept) => {
      const nowMs = 9_000_000;
      const line = raw.map(({ callId, sinceMs, ...more }, i) =>
        caller(callId, sinceMs, { ...more, keptFor: kept[i] }),
      );
      const floor = staff.map(({ operatorId, free }) => operator(operatorId, free ? 0 : null));
      const given = nextOffers(nowMs, line, floor, rulesOf);
      const taken = new Set(given.map((one) => one.operatorId));
      expect(taken.size).toBe(given.length);
      const holds = ({ keptFor: one }: WaitingCaller) =>
        one && one.untilMs > nowMs && floor.some(({ operatorId }) => operatorId === one.operatorId)
          ? one
          : null;
      for (const { callId, operatorId } of given) {
        const one = line.find((each) => each.callId === callId) as WaitingCaller;
        expect(floor.find((each) => each.operatorId === operatorId)?.freeSinceMs).toBe(0);
        if (isUrgent(one, rulesOf)) continue;
        const his = holds(one);
        if (his) expect(operatorId).toBe(his.operatorId);
        else expect(line.some((other) => holds(other)?.operatorId === operatorId)).toBe(false);
      }
      const got = new Set(given.map((one) => one.callId));
      for (const one of line.filter(({ callId }) => !got.has(callId)))
        for (const each of floor.filter(({ freeSinceMs }) => freeSinceMs !== null)) {
          const his = holds(one);
          const reserved = line.some((other) => holds(other)?.operatorId === each.operatorId);
          const mayHave = isUrgent(one, rulesOf) || (his ? his.operatorId === each.operatorId : !reserved);
          if (mayHave && fits(nowMs, one, each, floor, rulesOf))
            expect(taken.has(each.operatorId)).toBe(true);
        }
    }),
    { numRuns: 2_000 },
  );
});
