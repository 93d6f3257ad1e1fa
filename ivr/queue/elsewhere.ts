import { isStaffed, type OnFloor, type RulesOf } from './order.ts';
import type { Place, WaitOutcome } from './place.ts';
import { type AnyPlace, queuesOf } from './places.ts';

/**
 * Who of those who wait is sent on: where nobody serves his queue, and where he has waited so long that a telephone outside is to
 * be rung.
 */
export function sentElsewhere(
  nowMs: number,
  waiting: readonly AnyPlace[],
  floor: readonly OnFloor[],
  rulesOf: RulesOf,
): { place: Place; outcome: WaitOutcome }[] {
  const unstaffed = new Set(queuesOf(waiting).filter((queue) => !isStaffed(queue, floor, rulesOf)));
  const sent: { place: Place; outcome: WaitOutcome }[] = [];
  for (const place of waiting) {
    if (place.kind !== 'call' || place.offeredTo.size > 0) continue;
    // Whom a supervisor has sent to somebody waits for him.
    if (place.keptFor && place.keptFor.untilMs > nowMs) continue;
    const { longestWaitSeconds, overflow } = rulesOf(place.queue);
    const tooLong = longestWaitSeconds !== null && nowMs - place.waitsSinceMs >= longestWaitSeconds * 1000;
    if (tooLong && overflow?.number && !place.triedOutside)
      sent.push({ place, outcome: { kind: 'outside', number: overflow.number } });
    else if (!place.patient && unstaffed.has(place.queue))
      sent.push({ place, outcome: { kind: 'unstaffed' } });
  }
  return sent;
}
