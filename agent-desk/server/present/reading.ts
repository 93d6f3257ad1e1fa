import type { ReadingToCheck as Row } from '../../../db/queries/reading-checks.ts';
import type { ReadingToCheck } from '../../contract/shapes.ts';

export function presentReadingToCheck(row: Row): ReadingToCheck {
  const { id, value, kind, place, serial, account, street, house, flat, callId, number } = row;
  const { earlierValue, earlierTakenAt } = row;
  const isKnown = earlierValue !== null && earlierTakenAt !== null;
  return {
    ...{ id, value, account, callId, number },
    takenAt: row.takenAt.toISOString(),
    doubts: [...row.doubts],
    meter: { kind, place, serial },
    earlier: isKnown ? { value: earlierValue, takenAt: earlierTakenAt.toISOString() } : null,
    home: { street, house, flat },
  };
}
