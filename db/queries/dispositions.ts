import type { Database } from '../connect.ts';
import type { Span } from './visits.ts';

/** How many of these calls, in which an operator talked, came to what; null: are over, and nothing was said. */
export async function dispositionsIn(
  db: Database,
  { from, to }: Span,
  queue?: string,
): Promise<{ disposition: string | null; count: number }[]> {
  const rows: { disposition: string | null; count: number | string }[] = await db('calls')
    .select('disposition')
    .count({ count: '*' })
    .where('arrived_at', '>=', from)
    .where('arrived_at', '<', to)
    .where((known) => known.whereNotNull('disposition').orWhereNotNull('ended_at'))
    .whereExists((talks) => {
      talks.from('operator_talks').whereRaw('operator_talks.call_id = calls.id');
      if (queue !== undefined) talks.where('operator_talks.queue', queue);
    })
    .groupBy('disposition');
  return rows.map(({ disposition, count }) => ({ disposition, count: Number(count) }));
}
