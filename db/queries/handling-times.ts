import type { Database } from '../connect.ts';

/** How long operators were busy with a caller, talk and wrap-up; those that ended since `from`, the oldest first. */
export async function handlingsSince(
  db: Database,
  from: Date,
): Promise<{ endedAtMs: number; handlingMs: number }[]> {
  const rows: { operator_id: number; at: Date; state: string }[] = await db('operator_events')
    .select('operator_id', 'at', 'state')
    // A talk that was begun before may have ended since; no talk is longer than some hours.
    .where('at', '>=', new Date(from.getTime() - 4 * 3_600_000))
    .orderBy('id');
  const since = new Map<number, Date>();
  const ended: { endedAtMs: number; handlingMs: number }[] = [];
  for (const { operator_id: id, at, state } of rows) {
    const begun = since.get(id);
    if (state === 'talking') since.set(id, begun ?? at);
    else if (state !== 'wrap-up' && begun) {
      since.delete(id);
      if (at >= from) ended.push({ endedAtMs: at.getTime(), handlingMs: at.getTime() - begun.getTime() });
    }
  }
  return ended;
}
