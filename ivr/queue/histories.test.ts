import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Happening } from '../../test/floor/happenings.ts';
import { aroundTheLine, liveThrough } from '../../test/floor/histories.ts';
import { operatorIds } from '../../test/floor/living-floor.ts';
import { passMs, stopTheClock } from '../../test/floor/virtual-time.ts';

beforeEach(() => stopTheClock());
afterEach(() => void vi.useRealTimers());

/** Some seconds, and more while both cores are at work. */
const limitMs = 90_000;

/** After whatever happened, everybody who is left has been served or called in vain within this time. */
const longestMs = 3 * 3_600_000;

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
  // The phone of one who was offered a caller rang on when the link to Asterisk was back, for nobody.
  [
    [
      ['comes', 0, 0],
      ['linkIsLost', 0, 0],
      ['isLockedOut', 0, 0],
      ['linkIsBack', 0, 0],
      ['secondsPass', 0, 2],
    ],
    1,
  ],
];

test('whatever happens: nobody is free while somebody fitting waits, no two offers, no phone is rung in a talk, nobody overtakes, who refused gets another', {
  timeout: limitMs,
}, async () => {
  const ends = new Set<string>();
  const internal = new Set<string>();
  const dialled = new Set<string>();
  await liveThrough({ runs: 500, often: aroundTheLine, first: onceWrong }, async ({ living, watch }) => {
    for (const stage of watch.internal) internal.add(stage);
    for (const stage of watch.dialled) dialled.add(stage);
    for (const step of living.floor.steps) if (step.kind === 'offer-ended') ends.add(step.how);
  });
  expect([...ends]).toEqual(
    expect.arrayContaining([
      ...['answered-elsewhere', 'caller-left', 'missed', 'moved', 'rejected', 'unreachable'],
    ]),
  );
  expect([...internal].sort()).toEqual(['dialling', 'ringing', 'talking']);
  expect([...dialled].sort()).toEqual(expect.arrayContaining(['dialling', 'talking']));
});

test('whatever has happened: with operators who answer, everybody is served, and then everybody is free', {
  timeout: limitMs,
}, async () => {
  await liveThrough(
    { runs: 150, often: aroundTheLine, first: onceWrong },
    async ({ living: { floor, drawn }, watch }) => {
      floor.phones.onRing((leg) => setTimeout(() => floor.phones.pickUp(leg), 1_000));
      floor.bus.on('desk-call', ({ operatorId, call }) => {
        if (call?.stage !== 'talking') return;
        if (call.colleague)
          setTimeout(() => void floor.floor.end(operatorId, call.callId).catch(() => undefined), 20_000);
        else setTimeout(() => floor.callers.get(call.callId)?.letGo(), 20_000);
      });
      for (const one of floor.callers.values()) if (one.talksTo !== undefined) one.letGo();
      for (const phone of [...floor.phones.outside.values()]) floor.phones.end(phone, 'hung-up');
      const isOver = () =>
        floor.phones.link.state === 'up' &&
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
      expect([...floor.phones.legs.values(), ...floor.phones.rooms.ids]).toEqual([]);
    },
  );
});

test('whatever has happened: when callers hang up and desks go, everybody is offline and nothing rings', {
  timeout: limitMs,
}, async () => {
  await liveThrough(
    { runs: 150, often: aroundTheLine, first: onceWrong },
    async ({ living: { floor }, watch }) => {
      for (const one of floor.callers.values()) one.hangUp();
      for (const id of operatorIds) floor.floor.deskLost(id);
      await passMs(60_000);
      // Who was being called back has come to the line since.
      for (const one of floor.callers.values()) one.hangUp();
      await passMs(60_000);
      watch.atRest();
      expect(operatorIds.map((id) => floor.operators.of(id).state)).toEqual([
        'offline',
        'offline',
        'offline',
      ]);
      expect(operatorIds.map((id) => floor.operators.desk(id))).toEqual([null, null, null]);
      expect([...floor.phones.legs.values(), ...floor.callers.keys(), ...floor.phones.rooms.ids]).toEqual([]);
    },
  );
});
