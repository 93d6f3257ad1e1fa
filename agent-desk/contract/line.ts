import type { WaitingCaller } from './shapes.ts';

/**
 * What has changed in a line of waiting callers. Two hundred who wait are not sent to every desk whenever one of them comes or goes.
 */
export interface LineChange {
  /** Who is in it no more, by call. */
  gone: string[];
  /** Who is new in it, stands elsewhere, or is another than before; `at`: where he stands now, from 0. In this order. */
  put: { at: number; caller: WaitingCaller }[];
}

/** What makes `after` of `before`. Of those who stay as they are, and in their order, nothing is said. */
export function lineChange(before: readonly WaitingCaller[], after: readonly WaitingCaller[]): LineChange {
  const there = new Set(after.map(({ callId }) => callId));
  const gone = before.map(({ callId }) => callId).filter((callId) => !there.has(callId));
  const known = new Map(before.map((caller) => [caller.callId, JSON.stringify(caller)]));
  const stay = before.filter(({ callId }) => there.has(callId)).map(({ callId }) => callId);
  const put: LineChange['put'] = [];
  const moved = new Set<string>();
  let next = 0;
  for (const [at, caller] of after.entries()) {
    while (moved.has(stay[next] ?? '')) next++;
    if (stay[next] === caller.callId) {
      next++;
      if (known.get(caller.callId) === JSON.stringify(caller)) continue;
    } else moved.add(caller.callId);
    put.push({ at, caller });
  }
  return { gone, put };
}

/** The line after a change. */
export function changeLine(before: readonly WaitingCaller[], { gone, put }: LineChange): WaitingCaller[] {
  const taken = new Set([...gone, ...put.map(({ caller }) => caller.callId)]);
  const line = before.filter(({ callId }) => !taken.has(callId));
  for (const { at, caller } of put) line.splice(at, 0, caller);
  return line;
}

/** Those in a line who are on the telephone. Who is to be called back keeps his place there, and has hung up. */
export function onTelephone<C extends { callback: unknown }>(line: readonly C[]): C[] {
  return line.filter(({ callback }) => !callback);
}
