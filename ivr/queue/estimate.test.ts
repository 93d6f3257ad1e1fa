import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { openFakeFloor } from '../../test/floor/fake-floor.ts';
import { passMs, settle, stopTheClock } from '../../test/floor/virtual-time.ts';
import { estimateWaitMs, spokenEstimate, spokenMinutes } from './estimate.ts';

const busy = { meanHandlingMs: 180_000, free: 0 };

test('the wait is the time until as many operators have become free as stand before, and one more', () => {
  expect(estimateWaitMs({ ...busy, turnsUntilHis: 1, operators: 1 })).toBe(180_000);
  expect(estimateWaitMs({ ...busy, turnsUntilHis: 4, operators: 3 })).toBe(240_000);
});

test('whoever is free takes one at once, and one who is offered already waits for nobody', () => {
  expect(estimateWaitMs({ ...busy, turnsUntilHis: 1, operators: 3, free: 3 })).toBe(0);
  expect(estimateWaitMs({ ...busy, turnsUntilHis: 4, operators: 3, free: 2 })).toBe(120_000);
  expect(estimateWaitMs({ ...busy, turnsUntilHis: 0, operators: 1 })).toBe(0);
});

test('where nothing honest can be said, nothing is', () => {
  expect(estimateWaitMs({ ...busy, turnsUntilHis: 1, meanHandlingMs: null, operators: 3 })).toBeNull();
  expect(estimateWaitMs({ ...busy, turnsUntilHis: 1, operators: 0 })).toBeNull();
});

test.each([
  [10_000, 'under-a-minute'],
  [50_000, { minutes: 1 }],
  [61_000, { minutes: 2 }],
  [300_000, { minutes: 5 }],
  [301_000, { minutes: 10 }],
  [1_750_000, { minutes: 30 }],
  [1_900_000, 'over-half-an-hour'],
] as const)('%i ms', (waitMs, said) => expect(spokenEstimate(waitMs)).toEqual(said));

test('never less is said than is expected, but for some seconds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_800_000 }), (waitMs) => {
      const said = spokenEstimate(waitMs);
      if (typeof said === 'object') expect(said.minutes * 60_000).toBeGreaterThanOrEqual(waitMs);
      if (typeof said === 'object') expect(spokenMinutes).toContain(said.minutes);
    }),
  );
});

test('on a floor where talks last three minutes: nobody waits whose operator’s phone rings, and the next one waits for one talk', async () => {
  stopTheClock();
  try {
    const floor = openFakeFloor({ queues: [{ id: 'dispatcher', wrapUpSeconds: 0 }] });
    floor.bus.on('desk-call', ({ operatorId, call }) => {
      if (call?.stage === 'ringing') queueMicrotask(() => floor.floor.cardShown(operatorId, call.callId));
    });
    floor.comesToWork(1);
    const before = floor.comes('before', 'dispatcher');
    await settle();
    for (const leg of floor.phones.of(1)) floor.phones.pickUp(leg);
    await passMs(180_000);
    before.letGo();
    // His wrap-up lasts no time at all.
    await passMs(1);

    const estimateOf = (id: string) => {
      const place = floor.comes(id, 'dispatcher').place;
      return place && floor.line.estimateMs(place);
    };
    expect(floor.operators.isFree(1)).toBe(true);
    expect([estimateOf('first'), estimateOf('second')]).toEqual([0, 180_000]);
    expect(floor.errors).toEqual([]);
    floor.close();
    await settle();
  } finally {
    vi.clearAllTimers();
    vi.useRealTimers();
  }
});
