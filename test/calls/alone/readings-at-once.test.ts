import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, type World } from '../../town/world.ts';
import { type MeterReader, meterReaders, readingsKey } from '../handing-in.ts';
import { KeypadCallers } from '../keypad-callers.ts';

/** Sixty calls at once, each handing in two readings: all 120 are kept, none twice. */
const callers = 60;
let world: World;
let callersAtHome: KeypadCallers;

beforeAll(async () => {
  world = await startWorld({ buildings: 6 });
  callersAtHome = await KeypadCallers.open(world, callers);
});
afterAll(async () => {
  callersAtHome.close();
  await world.stop();
});

const twoMeters = ({ meters }: MeterReader) => meters.slice(0, 2);

async function handIn(reader: MeterReader): Promise<void> {
  const caller = await callersAtHome.calls(reader.number);
  try {
    await caller.presses(readingsKey);
    for (const [i, meter] of twoMeters(reader).entries()) {
      await caller.until('readings.meter', i + 1);
      await caller.presses(meter.keys);
      await caller.until('readings.read-back', i + 1);
      await caller.presses('1');
    }
    await caller.until('readings.kept', 2);
  } finally {
    await caller.hangsUp();
  }
}

test('sixty at once: 120 readings, each once, each as it was keyed in', async () => {
  await world.db('readings').whereNotNull('call_id').delete();
  const readers = await meterReaders(world.db, callers, 2);
  expect(readers).toHaveLength(callers);
  const ends = await Promise.allSettled(readers.map(handIn));
  const failed = ends.flatMap((end) => (end.status === 'rejected' ? [String(end.reason)] : []));
  // As text: of a list only that it has an entry would be told.
  expect(failed.join('\n')).toBe('');
  const rows: { meter_id: number; value: string; current: number | null }[] = await world
    .db('readings')
    .whereNotNull('call_id')
    .select('meter_id', 'value', 'current');
  const wanted = readers.flatMap((reader) =>
    twoMeters(reader).map(({ id, value }) => `${id}: ${Number(value)}`),
  );
  expect(rows.map((row) => `${row.meter_id}: ${Number(row.value)}`).toSorted()).toEqual(wanted.toSorted());
  expect(rows).toHaveLength(2 * callers);
  expect(rows.filter((row) => row.current !== 1)).toEqual([]);
  await expect.poll(() => world.holos.live.size, { timeout: 10_000 }).toBe(0);
}, 90_000);
