import type { MeterKind } from '../../config/company/readings.ts';
import { HolosError } from '../../errors.ts';
import { type Database, inTransaction } from '../connect.ts';
import type { MeterPlace } from './meters.ts';

export type Verdict = 'right' | 'wrong';

/** A reading that is to be checked, with what is needed for it. Values have three decimals: `123.450`. */
export interface ReadingToCheck {
  id: number;
  value: string;
  takenAt: Date;
  doubts: readonly string[];
  kind: MeterKind;
  place: MeterPlace;
  serial: string;
  /** What the meter showed in the period before, if that is known. */
  earlierValue: string | null;
  earlierTakenAt: Date | null;
  account: string;
  street: string;
  house: string;
  flat: string;
  callId: string | null;
  /** Where it was called from; null: withheld, or not by telephone. */
  number: string | null;
}

/** Readings that count, are doubtful, and that nobody has looked at yet, the oldest first; and how many there are in all. */
export async function readingsToCheck(
  db: Database,
  limit: number,
): Promise<{ items: ReadingToCheck[]; all: number }> {
  const earlierOf = (column: string) =>
    db({ earlier: 'readings' })
      .select(`earlier.${column}`)
      .whereRaw(
        'earlier.meter_id = readings.meter_id AND earlier.period < readings.period AND earlier.current',
      )
      .orderBy('earlier.period', 'desc')
      .limit(1);
  const items: ReadingToCheck[] = await db('readings')
    .join('meters', 'meters.id', 'readings.meter_id')
    .join('accounts', 'accounts.id', 'meters.account_id')
    .join('buildings', 'buildings.id', 'accounts.building_id')
    .leftJoin('calls', 'calls.id', 'readings.call_id')
    .select({
      id: 'readings.id',
      value: 'readings.value',
      takenAt: 'readings.taken_at',
      doubts: 'readings.doubts',
      kind: 'meters.kind',
      place: 'meters.place',
      serial: 'meters.serial',
      earlierValue: earlierOf('value'),
      earlierTakenAt: earlierOf('taken_at'),
      account: 'accounts.number',
      street: 'buildings.street',
      house: 'buildings.house',
      flat: 'accounts.flat',
      callId: 'readings.call_id',
      number: 'calls.number',
    })
    .where('readings.to_check', true)
    .orderBy(['readings.taken_at', 'readings.id'])
    .limit(limit);
  const count = await db('readings').where('to_check', true).count<{ all: number }[]>({ all: '*' }).first();
  return { items, all: Number(count?.all ?? 0) };
}

/**
 * Keeps what an operator says of a doubtful reading. One that is wrong counts no longer: the one that was taken last before it in
 * that month, and was not wrong, counts again.
 * @throws HolosError `reading.unknown`; `reading.not-now`: somebody has looked at it, or a later one took its place
 */
export async function checkReading(
  db: Database,
  check: { id: number; verdict: Verdict; operatorId: number; at: Date },
): Promise<void> {
  const { id, verdict, operatorId, at } = check;
  await inTransaction(db, async (trx) => {
    const known = await trx('readings').where({ id }).first('meter_id', 'period');
    if (!known) throw new HolosError('reading.unknown', 'There is no such reading.');
    // As when one is handed in: of two who meet at a meter one waits.
    await trx('meters').where({ id: known.meter_id }).forUpdate().first('id');
    const checked = { verdict, checked_by: operatorId, checked_at: at, to_check: null };
    const counts = verdict === 'right' ? {} : { current: null };
    const changed = await trx('readings')
      .where({ id, to_check: true })
      .update({ ...checked, ...counts });
    if (changed === 0) throw new HolosError('reading.not-now', 'This reading is to be checked no longer.');
    if (verdict === 'wrong') await putBack(trx, known);
  });
}

async function putBack(
  trx: Database,
  { meter_id, period }: { meter_id: number; period: string },
): Promise<void> {
  const before = await trx('readings')
    .where({ meter_id, period })
    .whereRaw("COALESCE(verdict, 'right') = 'right'")
    .orderBy([
      { column: 'taken_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .first('id', 'doubts', 'verdict');
  if (!before) return;
  const isDoubtful = before.verdict === null && before.doubts.length > 0;
  await trx('readings')
    .where({ id: before.id })
    .update({ current: true, to_check: isDoubtful ? true : null });
}
