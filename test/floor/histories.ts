import fc from 'fast-check';
import { expect, vi } from 'vitest';
import { openFakeFloor } from './fake-floor.ts';
import { type Happening, happenings, happens } from './happenings.ts';
import { type LivingFloor, operatorIds } from './living-floor.ts';
import { settle } from './virtual-time.ts';
import { Watch } from './watch.ts';

/** How often each happens. */
export type HowOften = Readonly<Partial<Record<Happening[0], number>>>;

/** Where most is of the line, and of desks. */
export const aroundTheLine: HowOften = {
  ...{ comes: 8, opens: 4, ready: 6, picksUp: 5, letsGo: 3, rejects: 2, callsColleague: 2, dials: 2 },
  ...{
    hasAWord: 2,
    isLockedOut: 6,
    closes: 2,
    secondsPass: 5,
    momentPasses: 3,
    looks: 3,
    keepsPlace: 2,
    callsAgain: 2,
    linkIsLost: 2,
    linkIsBack: 6,
  },
};

/** Where most is of talks. */
export const aroundTalks: HowOften = {
  ...{ takesCalls: 30, isTaken: 10, looks: 4, picksUp: 6, secondsPass: 4, momentPasses: 8 },
  ...{
    asksForHelp: 20,
    asksColleague: 4,
    threeTogether: 12,
    goesBack: 6,
    handsOver: 8,
    holds: 3,
    resumes: 3,
  },
  ...{
    handsOnAtOnce: 3,
    handsOnToQueue: 2,
    endsTalk: 3,
    hangsUp: 2,
    phoneIsCutOff: 3,
    pageCloses: 2,
  },
  ...{ asksOutside: 5, handsOnOutside: 3, outsidePicksUp: 8, outsideHangsUp: 3 },
  ...{ listens: 4, whispers: 4, joins: 8, takesOver: 6 },
  ...{ linkIsLost: 6, linkIsBack: 12 },
};

function historyOf(often: HowOften) {
  const kinds = Object.keys(happenings) as Happening[0][];
  const weighed = kinds.map((kind) => ({ weight: often[kind] ?? 1, arbitrary: fc.constant(kind) }));
  const happening = fc.tuple(fc.oneof(...weighed), fc.nat(operatorIds.length - 1), fc.nat(999));
  // Short ones, and all by the first operator, would come most often by themselves: little happens in them.
  return fc.noBias(fc.array(happening, { minLength: 10, maxLength: 60, size: 'max' }));
}

const queues = [
  { id: 'dispatcher' },
  { id: 'requests', choose: 'fewest-talks', wrapUpSeconds: 0 },
  { id: 'emergency', choose: 'all-at-once', headStartSeconds: 3_600 },
];

export interface Lived {
  living: LivingFloor;
  watch: Watch;
}

/** A floor on which, but for a third of all seeds, everybody is at work already. Asterisk's answers and residents' ways to the telephone take their times from the seed. */
export function begun(seed: number): Lived {
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
  const living: LivingFloor = {
    floor,
    drawn: new Set<number>(operatorIds),
    says: (id: number) => watch.ownWord(id),
    comers: 0,
  };
  floor.bus.on('desk-call', ({ operatorId, call }) => {
    if (call?.stage !== 'ringing' || !living.drawn.has(operatorId)) return;
    queueMicrotask(() => floor.floor.cardShown(operatorId, call.callId));
  });
  // In half of them one has a phone beside his desk.
  if (seed % 2 > 0) floor.phones.sip.add(operatorIds[2]);
  if (seed % 3 > 0) for (const id of operatorIds) floor.comesToWork(id);
  return { living, watch };
}

/** Lives through so many random histories, those in `first` before, and looks at each whenever something has happened, and at its end. */
export async function liveThrough(
  { runs, often, first = [] }: { runs: number; often: HowOften; first?: [Happening[], number][] },
  check: (lived: Lived) => Promise<void>,
): Promise<void> {
  const seeds = fc.integer({ min: 1, max: 1_000_000 });
  await fc.assert(
    fc.asyncProperty(historyOf(often), seeds, async (history, seed) => {
      const lived = begun(seed);
      try {
        for (const happening of history) {
          await happens(lived.living, happening);
          lived.watch.atRest();
        }
        await happens(lived.living, ['linkIsBack', 0, 0]);
        await check(lived);
        expect(lived.watch.faults, lived.watch.faults.join('\n')).toEqual([]);
      } finally {
        lived.living.floor.close();
        // What it still does is done before the next one begins, which has the same clock.
        await settle();
        vi.clearAllTimers();
      }
    }),
    { numRuns: runs, examples: first },
  );
}
