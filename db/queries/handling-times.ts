import type { OperatorState } from '../../events.ts';
import type { Database } from '../connect.ts';

/** What an operator was busy with a caller for. */
export interface Handling {
  endedAtMs: number;
  handlingMs: number;
}

/**
 * Tells handlings from what happens, in its order: each lasts from the moment in which the two are connected to the end of wrap-up. A
 * number that is dialled in vain is none.
 */
export class HandlingReader {
  /** Of operators who are busy with a caller. */
  readonly #busy = new Map<number, { sinceMs: number; wrapsUp: boolean }>();

  connected(operatorId: number, atMs: number): void {
    if (!this.#busy.has(operatorId)) this.#busy.set(operatorId, { sinceMs: atMs, wrapsUp: false });
  }

  /** An operator is in this state from now on. @returns the handling that has ended by it */
  becomes(operatorId: number, state: OperatorState, atMs: number): Handling | null {
    const busy = this.#busy.get(operatorId);
    if (!busy) return null;
    // Who dials in his wrap-up is done with the caller before.
    const goesOn = state === 'wrap-up' || (state === 'talking' && !busy.wrapsUp);
    busy.wrapsUp = state === 'wrap-up';
    if (goesOn) return null;
    this.#busy.delete(operatorId);
    return { endedAtMs: atMs, handlingMs: atMs - busy.sinceMs };
  }
}

/** A talk that was begun before `from` may have ended since; no talk is longer than some hours. */
const longestMs = 4 * 3_600_000;

/** How long operators were busy with a caller; those that ended since `from`, the oldest first. */
export async function handlingsSince(db: Database, from: Date): Promise<Handling[]> {
  const since = new Date(from.getTime() - longestMs);
  const states: { operatorId: number; at: Date; state: OperatorState }[] = await db('operator_events')
    .select({ operatorId: 'operator_id', at: 'at', state: 'state' })
    .where('at', '>=', since)
    .orderBy('id');
  const connections: { operatorId: number; at: Date }[] = await db('call_events')
    .select({ operatorId: db.raw('CAST(JSON_VALUE(data, ?) AS INTEGER)', ['$.operatorId']), at: 'at' })
    .where({ kind: 'connected' })
    .where('at', '>=', since)
    .orderBy('id');
  const reader = new HandlingReader();
  const ended: Handling[] = [];
  let next = 0;
  for (const { operatorId, state, at } of states) {
    for (let one = connections[next]; one && one.at < at; one = connections[++next])
      reader.connected(one.operatorId, one.at.getTime());
    const handling = reader.becomes(operatorId, state, at.getTime());
    if (handling && at >= from) ended.push(handling);
  }
  return ended;
}
