import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FakeFloor } from '../../test/floor/fake-floor.ts';
import type { Happening } from '../../test/floor/happenings.ts';
import { aroundTalks, liveThrough } from '../../test/floor/histories.ts';
import { operatorIds } from '../../test/floor/living-floor.ts';
import { talksOnceWrong } from '../../test/floor/once-wrong.ts';
import { passMs, stopTheClock } from '../../test/floor/virtual-time.ts';

beforeEach(() => stopTheClock());
afterEach(() => void vi.useRealTimers());

/** Some seconds, and more while both cores are at work. */
const limitMs = 90_000;

const aWhile: Happening = ['secondsPass', 0, 2];
const lostAndBack = (meanwhile: Happening): Happening[] => [
  ['linkIsLost', 0, 0],
  meanwhile,
  aWhile,
  ['linkIsBack', 0, 0],
  aWhile,
];
const isAskedForHelp: Happening[] = [['asksForHelp', 0, 0], aWhile];
const isLost: Happening[] = [
  ['phoneGone', 0, 0],
  ['phoneIsCutOff', 0, 0],
  ['secondsPass', 0, 10],
];
const supervisorPicksUp: Happening[] = [aWhile, ['picksUp', 1, 0], aWhile];

/** What seldom comes about by itself in so many histories, with everybody at work, in the talk of the first of them. */
const seldom: Happening[][] = [
  [['listens', 1, 0], ...supervisorPicksUp, ['takesOver', 1, 0], aWhile],
  [['joins', 1, 0], ...supervisorPicksUp, ...lostAndBack(aWhile)],
  [['joins', 1, 0], ...supervisorPicksUp, ...isLost, ['stopsSupervising', 1, 0], aWhile],
  [['holds', 0, 0], aWhile, ...lostAndBack(['resumes', 0, 0])],
  [['phoneIsCutOff', 0, 0], ...lostAndBack(aWhile)],
  [['asksOutside', 0, 0], aWhile, ['outsidePicksUp', 0, 0], aWhile, ['handsOver', 0, 0], aWhile],
  [['asksColleague', 0, 0], aWhile, ...lostAndBack(['goesBack', 0, 0])],
  [...isAskedForHelp, ...lostAndBack(['threeTogether', 0, 0])],
  [...isAskedForHelp, ['threeTogether', 0, 0], aWhile, ...lostAndBack(['handsOver', 0, 0])],
  [...isAskedForHelp, ['threeTogether', 0, 0], aWhile, ...isLost, ['minutesPass', 0, 1]],
];
const withTalk = (history: Happening[]): [Happening[], number] => [[['isTaken', 0, 0], ...history], 1];

const busy = new Set(['ringing', 'talking', 'supervising', 'internal']);

/** All callers hang up, also those whose phone just rings, and nobody is called back; who talks to a colleague puts the phone down. */
async function everybodyGoes({ floor, callers, line, operators }: FakeFloor): Promise<void> {
  const kept = line.waiting().flatMap(({ waiting }) => waiting.flatMap(({ callback }) => callback ?? []));
  for (const { id } of kept) line.forget(id);
  for (let round = 0; round < 2; round++) {
    for (const one of callers.values()) one.hangUp();
    for (const id of operatorIds) {
      const { callId, colleague } = operators.desk(id) ?? {};
      if (callId && colleague) await floor.end(id, callId);
    }
    await passMs(60_000);
  }
}

test('whatever happens in talks: everybody is with whom his desk says, no caller is forgotten, and afterwards nothing is left', {
  timeout: limitMs,
}, async () => {
  const seen = new Set<string>();
  await liveThrough(
    { runs: 500, often: aroundTalks, first: [...talksOnceWrong, ...seldom.map(withTalk)] },
    async ({ living: { floor }, watch }) => {
      for (const one of watch.talks.seen) seen.add(one);
      await everybodyGoes(floor);
      watch.atRest();
      const { phones, operators } = floor;
      expect([
        ...phones.legs.values(),
        ...phones.outside.values(),
        ...floor.callers.keys(),
        ...phones.rooms.ids,
      ]).toEqual([]);
      expect(operatorIds.filter((id) => busy.has(operators.of(id).state))).toEqual([]);
      expect(operatorIds.map((id) => operators.desk(id))).toEqual([null, null, null]);
      expect(operatorIds.map((id) => floor.supervisions.of(id))).toEqual([null, null, null]);
    },
  );
  expect([...seen]).toEqual(
    expect.arrayContaining([
      ...['consult ringing', 'consult talking', 'consult three', 'join', 'listen', 'whisper'],
      ...['asker-away', 'back', 'given-up', 'handed-over', 'left', 'not-reached'],
      ...['with one outside', 'operator-back', 'taken-over', 'transferred'],
      'handed-over when one has not come back',
      ...['link lost in a talk', 'link lost in a talk on hold', 'link lost while one comes back'],
      ...['link lost in a consultation: ringing', 'link lost in a consultation: three'],
      ...['link lost in a consultation: talking', 'link lost with a supervisor'],
    ]),
  );
});
