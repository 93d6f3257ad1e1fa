import { HolosError } from '../../errors.ts';
import { type Database, inTransaction } from '../connect.ts';

export type ReadingSource = 'call' | 'operator' | 'control';

/** A reading as it is handed in. */
export interface NewReading {
  /** The act of handing it in: writing it down twice writes it once. */
  entry: string;
  meterId: number;
  /** The month it counts for: `2026-11`. */
  period: string;
  /** With three decimals: `123.450`. */
  value: string;
  takenAt: Date;
  source: ReadingSource;
  callId: string | null;
  /** Why it is doubtful; empty: it is not. */
  doubts: readonly string[];
}

export interface ReadingRow extends Omit<NewReading, 'entry'> {
  id: number;
  /** Null where it came from elsewhere, and not by being handed in. */
  entry: string | null;
  /** Nobody has said yet whether it is right. */
  toCheck: 1 | null;
}

const columns = {
  id: 'id',
  entry: 'entry',
  meterId: 'meter_id',
  period: 'period',
  value: 'value',
  takenAt: 'taken_at',
  source: 'source',
  callId: 'call_id',
  doubts: 'doubts',
  toCheck: 'to_check',
};

/** The readings of these meters that count, the oldest period first. */
export async function currentReadings(db: Database, meterIds: readonly number[]): Promise<ReadingRow[]> {
  if (meterIds.length === 0) return [];
  return db('readings')
    .select<ReadingRow[]>(columns)
    .whereIn('meter_id', meterIds)
    .where('current', true)
    .orderBy(['meter_id', 'period']);
}

/** All that was handed in during a call, the first one first. */
export async function readingsOfCall(db: Database, callId: string): Promise<ReadingRow[]> {
  return db('readings').select<ReadingRow[]>(columns).where({ call_id: callId }).orderBy('id');
}

/**
 * Writes a reading down; of those of one meter and period the one that was taken last counts, in whatever order they come.
 * Writing the same one again changes nothing, and neither does the same value in the same call.
 * @returns whether it took the place of one that was handed in before
 * @throws HolosError `meter.unknown`
 */
export async function storeReading(db: Database, reading: NewReading): Promise<{ replaced: boolean }> {
  return inTransaction(db, async (trx) => {
    // Two who hand in for one meter at once come one after the other.
    const meter = await trx('meters').select('id').where({ id: reading.meterId }).forUpdate().first();
    if (!meter) throw new HolosError('meter.unknown', 'there is no such meter', { meterId: reading.meterId });
    const ofPeriod = await trx('readings')
      .select<(ReadingRow & { current: 1 | null })[]>({ ...columns, current: 'current' })
      .where({ meter_id: reading.meterId, period: reading.period });
    const current = ofPeriod.find((one) => one.current);
    const known = ofPeriod.find((one) => one.entry === reading.entry) ?? again(reading, current);
    if (!known) await insert(trx, reading, current);
    const since = known?.takenAt ?? reading.takenAt;
    return { replaced: ofPeriod.some((one) => one.id !== known?.id && one.takenAt <= since) };
  });
}

/** A caller who was interrupted and gives the same answer again has handed it in once. */
function again(reading: NewReading, current: ReadingRow | undefined): ReadingRow | undefined {
  const isSame = reading.callId !== null && current?.callId === reading.callId;
  return isSame && current.value === reading.value ? current : undefined;
}

async function insert(trx: Database, reading: NewReading, current: ReadingRow | undefined): Promise<void> {
  const isLatest = !current || current.takenAt <= reading.takenAt;
  if (current && isLatest)
    await trx('readings').where({ id: current.id }).update({ current: null, to_check: null });
  await trx('readings').insert({
    entry: reading.entry,
    meter_id: reading.meterId,
    period: reading.period,
    current: isLatest ? true : null,
    value: reading.value,
    taken_at: reading.takenAt,
    source: reading.source,
    call_id: reading.callId,
    doubts: JSON.stringify(reading.doubts),
    to_check: isLatest && reading.doubts.length > 0 ? true : null,
  });
}
