import { step } from '../../../cli/parts/steps.ts';
import type { Figure } from '../figures.ts';
import type { Phones } from '../phones.ts';
import { deskEventFigure, growthFigure, offerFigures } from '../results.ts';
import type { BenchSystem } from '../system.ts';
import { measureFullFloor } from './full-floor.ts';
import { measureMemory } from './memory-over-time.ts';
import { measureOffers } from './offers.ts';

const plans = {
  quick: {
    offersEach: 3,
    floor: { operators: 4, waiting: 6, rounds: 2 },
    memory: { rate: 4, windowMs: 1_000, windows: 4 },
  },
  /** As many calls as a busy hour has (one every two seconds), in three minutes. */
  whole: {
    offersEach: 30,
    floor: { operators: 30, waiting: 200, rounds: 6 },
    memory: { rate: 10, windowMs: 10_000, windows: 18 },
  },
};

/** The queue beside Asterisk's own, a full floor, and what an hour of calls does to the memory: each measured by itself. */
export function queueParts(phones: Phones, system: BenchSystem, quick: boolean): (() => Promise<Figure[]>)[] {
  const { offersEach, floor, memory } = quick ? plans.quick : plans.whole;
  return [
    async () =>
      offerFigures(
        await step(`${offersEach} offers each way, in turn`, () => measureOffers(phones, system, offersEach)),
      ),
    async () => {
      const heardMs = await step('a full floor', (say) => measureFullFloor(phones, system, floor, say));
      return [deskEventFigure(floor.operators, floor.waiting, heardMs)];
    },
    async () => [growthFigure(await step('an hour of calls', () => measureMemory(phones, system, memory)))],
  ];
}
