import type { MeterKind } from '../../config/company/readings.ts';
import type { Database } from '../connect.ts';
import type { MeterPlace } from '../queries/meters.ts';
import { townBlock } from './numbers.ts';
import { type Random, seededRandom } from './random.ts';
import type { SeedTown } from './town.ts';

interface SeedMeter {
  id: number;
  account_id: number;
  kind: MeterKind;
  place: MeterPlace;
  serial: string;
  digits: number;
  decimals: number;
  verified_until: string | null;
  out_of_service_since: string | null;
}

/** What a family has, and uses in a month: from, to. The first three are what the known resident has. */
const kinds = [
  { kind: 'cold-water', place: 'kitchen', digits: 5, decimals: 3, monthly: [2, 9] },
  { kind: 'hot-water', place: 'bathroom', digits: 5, decimals: 3, monthly: [1, 6] },
  { kind: 'electricity', place: 'hall', digits: 6, decimals: 0, monthly: [70, 320] },
  { kind: 'gas', place: 'kitchen', digits: 5, decimals: 3, monthly: [5, 40] },
] as const;

/** Of the resident with this number the first meter is out of service, and the second should have been verified. */
export const numberWithMetersOfNote = `${townBlock}0000`;

/** So many meters go into one statement: well below the largest packet. */
const batch = 4_000;

/** Two to four meters for each account, with a reading in each of the last six months. The same for the same town and day. */
export async function writeMeters(db: Database, town: SeedTown, today: Date): Promise<void> {
  const meters = madeUpMeters(town, today, seededRandom(3_003));
  for (let first = 0; first < meters.length; first += batch)
    await db('meters').insert(meters.slice(first, first + batch));
  await writeReadings(db, today);
}

function madeUpMeters(town: SeedTown, today: Date, random: Random): SeedMeter[] {
  const ofNote = accountOf(numberWithMetersOfNote, town);
  const meters: SeedMeter[] = [];
  for (const { id: account_id } of town.accounts) {
    const count = account_id === 1 ? 3 : random.between(2, 4);
    for (const [i, { kind, place, digits, decimals }] of kinds.slice(0, count).entries()) {
      const isOut = i === 0 && account_id === ofNote;
      const isOverdue = i === 1 && account_id === ofNote;
      meters.push({
        id: meters.length + 1,
        account_id,
        kind,
        place,
        serial: String(random.between(1_000_000, 99_999_999)).padStart(8, '0'),
        digits,
        decimals,
        verified_until: dateAfter(today, isOverdue ? -40 : random.between(90, 1_400)),
        out_of_service_since: isOut ? dateAfter(today, -20) : null,
      });
    }
  }
  return meters;
}

function accountOf(number: string, { phones, residents }: SeedTown): number | undefined {
  const phone = phones.find((one) => one.number === number);
  return phone && residents[phone.resident_id - 1]?.account_id;
}

/** Half a million in a city: the database makes them up itself, from the meter's id instead of chance. */
async function writeReadings(db: Database, today: Date): Promise<void> {
  const months = Array.from({ length: 6 }, (_, i) => {
    const at = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 6 + i, 20));
    return { n: i, period: at.toISOString().slice(0, 7), at };
  });
  for (const { kind, monthly } of kinds) {
    const [least, most] = monthly;
    const usual = `(${least} + CRC32(meters.id) % 100 / 100 * ${most - least})`;
    for (const { n, period, at } of months)
      await db.raw(
        `INSERT INTO readings (meter_id, period, value, taken_at, source, doubts)
         SELECT id, ?, ROUND(${usual} * (6 + CRC32(serial) % 50 + ? + CRC32(CONCAT(serial, ?)) % 40 / 100), decimals),
           ? + INTERVAL CRC32(CONCAT(?, serial)) % 7200 MINUTE, IF(CRC32(serial) % 3 = 0, 'operator', 'call'), '[]'
         FROM meters WHERE kind = ? ORDER BY id`,
        [period, n, n, at, n, kind],
      );
  }
}

function dateAfter(today: Date, days: number): string {
  return new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}
