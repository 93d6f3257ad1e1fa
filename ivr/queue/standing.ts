import { inOrder, type OnFloor, type RulesOf, takersOn, type WaitingCaller } from './order.ts';

/** How many stand before, and how many of them nobody is offered yet. */
interface Ahead {
  all: number;
  unoffered: number;
}
type Counts<T> = Map<T, Ahead>;

/** Where a caller stands in the line. */
export interface Standing {
  /** How many callers are before him, and he himself: of those before him, the ones whom somebody who is there may take instead of him. */
  position: number;
  /** The same, but without those whom somebody is offered already: 0 for one of them himself. */
  turnsUntilHis: number;
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
  const before: Counts<readonly OnFloor[]> = new Map();
  const inQueue: Counts<string> = new Map();
  const standings = new Map<string, Standing>();
  for (const { caller, takers } of line) {
    // Whom nobody may take stands among those who want the same.
    const ahead = takers.length === 0 ? inQueue.get(caller.queue) : sumOf(rivals.get(takers) ?? [], before);
    const isOffered = caller.offeredTo.size > 0;
    const { all = 0, unoffered = 0 } = ahead ?? {};
    standings.set(caller.callId, { position: all + 1, turnsUntilHis: isOffered ? 0 : unoffered + 1, takers });
    count(before, takers, isOffered);
    count(inQueue, caller.queue, isOffered);
  }
  return standings;
}

function count<T>(counts: Counts<T>, kind: T, isOffered: boolean): void {
  const { all, unoffered } = counts.get(kind) ?? none;
  counts.set(kind, { all: all + 1, unoffered: unoffered + Number(!isOffered) });
}

function sumOf<T>(kinds: readonly T[], counts: Counts<T>): Ahead {
  return kinds.reduce((sum, kind) => {
    const { all, unoffered } = counts.get(kind) ?? none;
    return { all: sum.all + all, unoffered: sum.unoffered + unoffered };
  }, none);
}

const none: Ahead = { all: 0, unoffered: 0 };

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
