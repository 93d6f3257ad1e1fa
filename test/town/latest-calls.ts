import type { TownCall } from './call.ts';

/** So many tell what a failed test heard, and are no burden where calls are many. */
const most = 12;
const latest: TownCall[] = [];

export function remember(call: TownCall): void {
  latest.push(call);
  if (latest.length > most) latest.shift();
}

/** The calls that began last, of all towns of this process, over or not; the newest last. */
export function latestCalls(): readonly TownCall[] {
  return [...latest];
}
