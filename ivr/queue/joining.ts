import type { Call } from '../../telephony/call/call.ts';
import type { KeptPlace } from './kept-place.ts';
import { Place, type WaitingHow } from './place.ts';

/** How a caller joins; what is not said is as for one who has just come. */
export interface Joining extends Partial<WaitingHow> {
  /** Whose phone rings at once: he was reserved for this caller. */
  reserved?: number;
  /** Who is rung first, if he is free: a colleague sends the caller to him. */
  firstTo?: number;
  /** Who refused him before. */
  refusedAtMs?: ReadonlyMap<number, number>;
}

/**
 * The place of one who joins: at the end, or where he stood before (`sinceMs`), or where his place is kept (`kept`), since he was to
 * be called back and has called again. Where it is not said since when he waits (`waitsSinceMs`), he has no longer than his call lasts.
 */
export function joiningAt(
  call: Call,
  queue: string,
  joining: Joining,
  kept: KeptPlace | undefined,
): { place: Place; stoodBefore: boolean } {
  const { sinceMs = Date.now(), patient = false, emergency = false, triedOutside = false } = joining;
  const { waitsSinceMs = Math.max(sinceMs, call.arrivedAt.getTime()), firstAtMs, keptFor } = joining;
  const standsSinceMs = Math.min(sinceMs, kept?.sinceMs ?? sinceMs);
  const place = new Place(call, queue, {
    ...{ sinceMs: standsSinceMs, waitsSinceMs, patient, emergency, triedOutside, firstAtMs, keptFor },
  });
  for (const [id, at] of joining.refusedAtMs ?? []) place.refusedAtMs.set(id, at);
  return { place, stoodBefore: joining.sinceMs !== undefined || kept !== undefined };
}
