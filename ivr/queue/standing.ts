import { inOrder, type OnFloor, type RulesOf, takersOn, type WaitingCaller } from './order.ts';

/** Where a caller stands in the line. */
export interface Standing {
  /** How many callers are before him, and he himself: of those before him, the ones whom somebody who is there may take instead of him. */
  position: number;
  /** Who of the floor may take him. */
  takers: readonly OnFloor[];
}

/**
 * Where each of those who wait stands at one moment, by call. All at once, for whenever the line moves all of them ask: those
 * whom the same people may take are counted together, and never compared one by one.
 */
export function standingsOf(
  nowMs: number,
  waiting: readonly WaitingCaller[],
  floor: readonly OnFloor[],
  rulesOf: RulesOf,
): ReadonlyMap<string, Standing> {
  const takersOf = takersOn(nowMs, floor, rulesOf);
  const line = inOrder(waiting, rulesOf).map((caller) => ({ caller, takers: takersOf(caller) }));
  const rivals = rivalsAmong(new Set(line.map(({ takers }) => takers)));
  const before = new Map<readonly OnFloor[], number>();
  const inQueue = new Map<string, number>();
  const standings = new Map<string, Standing>();
  for (const { caller, takers } of line) {
    // Whom nobody may take stands among those who want the same.
    const ahead =
      takers.length === 0
        ? (inQueue.get(caller.queue) ?? 0)
        : (rivals.get(takers) ?? []).reduce((sum, kind) => sum + (before.get(kind) ?? 0), 0);
    standings.set(caller.callId, { position: ahead + 1, takers });
    before.set(takers, (before.get(takers) ?? 0) + 1);
    inQueue.set(caller.queue, (inQueue.get(caller.queue) ?? 0) + 1);
  }
  return standings;
}

/** For each group of takers the groups that have somebody in common with it, itself included. */
function rivalsAmong(
  groups: ReadonlySet<readonly OnFloor[]>,
): Map<readonly OnFloor[], (readonly OnFloor[])[]> {
  return new Map(
    [...groups].map((group) => {
      const members = new Set(group);
      return [group, [...groups].filter((other) => other.some((one) => members.has(one)))];
    }),
  );
}
