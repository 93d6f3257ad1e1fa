import type { Database } from '../../db/connect.ts';
import { metersOfAccounts } from '../../db/queries/meters.ts';
import { rememberLanguage } from '../../db/queries/number-languages.ts';
import { currentReadings } from '../../db/queries/readings.ts';
import { numberWithMetersOfNote } from '../../db/seeds/meters.ts';
import { withoutZeros } from '../../housing/meters/dial.ts';
import type { TownCall } from '../town/call.ts';
import type { Town } from '../town/town.ts';

/** A meter as a resident stands before it: what it showed last month, and shows now. */
export interface MeterAtHome {
  id: number;
  /** What the prompts say of it. */
  said: { kind: string; place: string; serial: string };
  last: string;
  /** As it is keyed in, with `*` for the comma. */
  keys: string;
  /** As it is read back. */
  value: string;
}

/** The meters of an account, each with a reading that nobody doubts. */
export async function metersAtHome(db: Database, accountId: number): Promise<MeterAtHome[]> {
  const meters = await metersOfAccounts(db, [accountId]);
  const readings = await currentReadings(
    db,
    meters.map((meter) => meter.id),
  );
  const thisMonth = new Date().toISOString().slice(0, 7);
  return meters.map((meter) => {
    const before = readings.filter((one) => one.meterId === meter.id && one.period < thisMonth);
    const [earlier = 0, last = 0] = before.slice(-2).map((one) => Number(one.value));
    const value = withoutZeros((last + (last - earlier) * 0.9).toFixed(meter.decimals));
    return {
      id: meter.id,
      said: { kind: meter.kind.replace('-', '_'), place: meter.place, serial: meter.serial.slice(-3) },
      last: withoutZeros(last.toFixed(3)),
      keys: `${value.replace('.', '*')}#`,
      value,
    };
  });
}

/** Somebody with a telephone number of his own, and the meters of his account. */
export interface MeterReader {
  number: string;
  accountId: number;
  meters: MeterAtHome[];
}

/** Residents whose number belongs to nobody else, one an account, whose meters all work and are at least so many. */
export async function meterReaders(
  db: Database,
  count: number,
  fewestMeters: number,
): Promise<MeterReader[]> {
  const ofNote = db('meters').whereNotNull('out_of_service_since').select('account_id');
  const own: { number: string; accountId: number }[] = await db('phones')
    .join('residents', 'residents.id', 'phones.resident_id')
    .groupBy('phones.number')
    .havingRaw('COUNT(*) = 1')
    .select('phones.number', { accountId: db.raw('MIN(residents.account_id)') })
    .whereNotIn('residents.account_id', ofNote)
    // The first accounts are those of the people everybody knows.
    .where('residents.account_id', '>', 5)
    .whereNot('phones.number', numberWithMetersOfNote)
    .orderBy('accountId');
  const one = own.filter((each, i) => own.findIndex((other) => other.accountId === each.accountId) === i);
  const readers = await Promise.all(
    one
      .slice(0, count * 3)
      .map(async (each) => ({ ...each, meters: await metersAtHome(db, each.accountId) })),
  );
  return readers.filter(({ meters }) => meters.length >= fewestMeters).slice(0, count);
}

export const readingsKey = '2';

/** Calls, and goes straight to the readings: the number's language is known, and the key is pressed during the greeting. */
export async function goesToReadings(
  { town, db }: { town: Town; db: Database },
  number: string,
  from?: string | null,
): Promise<TownCall> {
  await rememberLanguage(db, from ?? number, 'uk');
  const call = await town.resident(number).calls('750600', from === undefined ? {} : { from });
  await call.hears('greeting.750-600', {}, { limitMs: 25_000 });
  await call.presses(readingsKey);
  return call;
}

/** Hands in one meter, from its description to the word that it is kept. */
export async function handsIn(call: TownCall, meter: MeterAtHome): Promise<void> {
  await call.hears('readings.meter', meter.said, { limitMs: 25_000 });
  await call.pressesTogether(meter.keys);
  await call.hears('readings.read-back', { value: meter.value });
  await call.presses('1');
}
