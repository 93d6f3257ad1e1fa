import { isStaffed, type OnFloor, type RulesOf } from './order.ts';
import type { Place, WaitOutcome } from './place.ts';
import { type AnyPlace, queuesOf } from './places.ts';

/** Who is sent on from the line: where nobody serves his queue, and where he has waited so long that a telephone outside is to be rung. */
export function sentElsewhere(
  nowMs: number,
  places: readonly AnyPlace[],
  floor: readonly OnFloor[],
  rulesOf: RulesOf,
): { place: Place; outcome: WaitOutcome }[] {
  const unstaffed = new Set(queuesOf(places).filter((queue) => !isStaffed(queue, floor, rulesOf)));
  return places.flatMap((place): { place: Place; outcome: WaitOutcome }[] => {
    if (place.kind !== 'call' || !place.waits || place.offeredTo.size > 0) return [];
    const { longestWaitSeconds, overflow } = rulesOf(place.queue);
    const tooLong = longestWaitSeconds !== null && nowMs - place.sinceMs >= longestWaitSeconds * 1000;
    if (tooLong && overflow?.number && !place.triedOutside)
      return [{ place, outcome: { kind: 'outside', number: overflow.number } }];
    if (!place.patient && unstaffed.has(place.queue)) return [{ place, outcome: { kind: 'unstaffed' } }];
    return [];
  });
}
