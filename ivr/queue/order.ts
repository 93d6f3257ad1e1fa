/** What the order of offers depends on. Times are milliseconds of one clock. */
export interface WaitingCaller {
  callId: string;
  queue: string;
  sinceMs: number;
  /** Goes before all who have none. */
  emergency: boolean;
  /** An offer to somebody is under way. */
  offered: boolean;
  /** Who said no to this caller, and until when he is not asked again. */
  refusedUntilMs: ReadonlyMap<number, number>;
}

export interface FreeOperator {
  operatorId: number;
  readySinceMs: number;
}

/**
 * Who is offered to whom now: emergencies first, then first come, first served; each caller gets the operator who has been free the longest.
 * A caller whom every free operator has just refused does not hold up those behind.
 */
export function nextOffers(
  nowMs: number,
  waiting: readonly WaitingCaller[],
  operators: readonly FreeOperator[],
): { callId: string; operatorId: number }[] {
  const free = [...operators].sort((a, b) => a.readySinceMs - b.readySinceMs || a.operatorId - b.operatorId);
  const offers: { callId: string; operatorId: number }[] = [];
  for (const caller of inOrder(waiting)) {
    if (caller.offered) continue;
    const index = free.findIndex((one) => (caller.refusedUntilMs.get(one.operatorId) ?? 0) <= nowMs);
    if (index < 0) continue;
    const [operator] = free.splice(index, 1);
    if (operator) offers.push({ callId: caller.callId, operatorId: operator.operatorId });
  }
  return offers;
}

/** Emergencies first; of equals, who came first. */
export function inOrder<T extends { emergency: boolean; sinceMs: number; callId: string }>(
  waiting: readonly T[],
): T[] {
  return [...waiting].sort(
    (a, b) =>
      Number(b.emergency) - Number(a.emergency) || a.sinceMs - b.sinceMs || a.callId.localeCompare(b.callId),
  );
}
