import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openFakeFloor } from '../../test/floor/fake-floor.ts';
import {
  type Happening,
  happens,
  history,
  type LivingFloor,
  operatorIds,
} from '../../test/floor/happenings.ts';
import { passMs, stopTheClock } from '../../test/floor/virtual-time.ts';
import { Watch } from '../../test/floor/watch.ts';

beforeEach(stopTheClock);
afterEach(() => void vi.useRealTimers());

/** Some seconds, and more while both cores are at work. */
const limitMs = 90_000;

/** After whatever happened, everybody who is left has been served or called in vain within this time. */
const longestMs = 3 * 3_600_000;

const queues = [
  { id: 'dispatcher' },
  { id: 'requests', choose: 'fewest-talks', wrapUpSeconds: 0 },
  { id: 'emergency', choose: 'all-at-once', headStartSeconds: 3_600 },
];

/** A floor on which, but for a third of all seeds, everybody is at work already. Asterisk's answers and residents' ways to the telephone take their times from the seed. */
function living(seed: number): { living: LivingFloor; watch: Watch } {
  let drawn = seed;
  const next = (below: number) => {
    drawn = (drawn * 48_271) % 2_147_483_647;
    return drawn % below;
  };
  const floor = openFakeFloor({
    queues,
    picksUpAfterMs: () => (next(3) === 0 ? null : next(20_000)),
  });
  floor.phones.answerMs = () => (next(3) === 0 ? next(1_500) : 0);
  const watch = new Watch(floor);
  const living = {
    floor,
    drawn: new Set<number>(operatorIds),
    says: (id: number) => watch.ownWord(id),
    comers: 0,
  };
  floor.bus.on('desk-call', ({ operatorId, call }) => {
    if (call?.stage !== 'ringing' || !living.drawn.has(operatorId)) return;
    queueMicrotask(() => floor.floor.cardShown(operatorId, call.callId));
  });
  if (seed % 3 > 0) for (const id of operatorIds) floor.comesToWork(id);
  return { living, watch };
}

async function live(happenings: readonly Happening[], seed: number) {
  const begun = living(seed);
  for (const happening of happenings) {
    await happens(begun.living, happening);
    begun.watch.atRest();
  }
  return begun;
}

/** Lived through first each time. */
const onceWrong: [Happening[], number][] = [
  // Asterisk takes its time to ring for a caller; meanwhile the desk is closed, opened again, and its operator dials: both rang.
  [
    [
      ['comes', 0, 0],
      ['closes', 0, 0],
      ['opens', 0, 0],
      ['dials', 0, 0],
    ],
    999_922,
  ],
];

async function histories(
  runs: number,
  check: (begun: Awaited<ReturnType<typeof live>>) => Promise<void>,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(history, fc.integer({ min: 1, max: 1_000_000 }), async (happenings, seed) => {
      const begun = await live(happenings, seed);
      try {
        await check(begun);
        expect(begun.watch.faults).toEqual([]);
      } finally {
        begun.living.floor.close();
        vi.clearAllTimers();
      }
    }),
    { numRuns: runs, examples: onceWrong },
  );
}

test('whatever happens: nobody is free while somebody fitting waits, no two offers, no phone is rung in a talk, nobody overtakes, who refused gets another', {
  timeout: limitMs,
}, async () => {
  const ends = new Set<string>();
  const internal = new Set<string>();
  const dialled = new Set<string>();
  await histories(1_000, async ({ living, watch }) => {
    for (const stage of watch.internal) internal.add(stage);
    for (const stage of watch.dialled) dialled.add(stage);
    for (const step of living.floor.steps) if (step.kind === 'offer-ended') ends.add(step.how);
  });
  expect([...ends].sort()).toEqual([
    ...['answered-elsewhere', 'caller-left', 'missed', 'moved', 'rejected', 'unreachable'],
  ]);
  expect([...internal].sort()).toEqual(['dialling', 'ringing', 'talking']);
  expect([...dialled].sort()).toEqual(['dialling', 'talking']);
});

test('whatever has happened: with operators who answer, everybody is served, and then everybody is free', {
  timeout: limitMs,
}, async () => {
  await histories(200, async ({ living: { floor, drawn }, watch }) => {
    floor.phones.onRing((leg) => setTimeout(() => floor.phones.pickUp(leg), 1_000));
    floor.bus.on('desk-call', ({ operatorId, call }) => {
      if (call?.stage !== 'talking') return;
      if (call.colleague)
        setTimeout(() => void floor.floor.end(operatorId, call.callId).catch(() => undefined), 20_000);
      else setTimeout(() => floor.callers.get(call.callId)?.letGo(), 20_000);
    });
    for (const one of floor.callers.values()) if (one.talksTo !== undefined) one.letGo();
    const isOver = () =>
      floor.callers.size === 0 &&
      floor.line.waiting().length === 0 &&
      operatorIds.every((id) => floor.operators.of(id).state === 'ready');
    const giveUpAtMs = Date.now() + longestMs;
    while (!isOver() && Date.now() < giveUpAtMs) {
      for (const id of operatorIds) {
        drawn.add(id);
        floor.rulebook.changeSkills(id, null);
        if (!floor.operators.isDeskOpen(id)) floor.floor.deskOpened(id);
        floor.floor.phone(id, 'registered');
        if (!['paused', 'missed', 'offline'].includes(floor.operators.of(id).state)) continue;
        watch.ownWord(id);
        floor.floor.ready(id);
      }
      await passMs(60_000);
      watch.atRest();
    }
    expect([...floor.callers.keys(), ...floor.line.waiting()]).toEqual([]);
    expect(operatorIds.map((id) => floor.operators.of(id).state)).toEqual(['ready', 'ready', 'ready']);
    expect(operatorIds.map((id) => floor.operators.desk(id))).toEqual([null, null, null]);
    expect([...floor.phones.legs.values()]).toEqual([]);
  });
});

test('whatever has happened: when callers hang up and desks go, everybody is offline and nothing rings', {
  timeout: limitMs,
}, async () => {
  await histories(400, async ({ living: { floor }, watch }) => {
    for (const one of floor.callers.values()) one.hangUp();
    for (const id of operatorIds) floor.floor.deskLost(id);
    await passMs(60_000);
    // Who was being called back has come to the line since.
    for (const one of floor.callers.values()) one.hangUp();
    await passMs(60_000);
    watch.atRest();
    expect(operatorIds.map((id) => floor.operators.of(id).state)).toEqual(['offline', 'offline', 'offline']);
    expect(operatorIds.map((id) => floor.operators.desk(id))).toEqual([null, null, null]);
    expect([...floor.phones.legs.values(), ...floor.callers.keys()]).toEqual([]);
  });
});
