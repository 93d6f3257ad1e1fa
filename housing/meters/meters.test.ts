import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Company, companySchema } from '../../config/company.ts';
import { loadCompany } from '../../config/load-company.ts';
import { currentReadings, readingsOfCall, storeReading } from '../../db/queries/readings.ts';
import { startDatabase, stopDatabase } from '../../db/server.ts';
import { ownTestDatabase, type TestDatabase } from '../../db/testing.ts';
import { createLog } from '../../log.ts';
import { Keeper } from '../keeping/keeper.ts';
import type { KnownMeter } from './known-meter.ts';
import { createMeters, type Meters } from './meters.ts';

let t: TestDatabase;
let company: Company;
let meters: Meters;
let now = new Date('2026-11-22T10:00:00Z');
let meterIds = 0;

let keeper: Keeper;
const log = createLog('silent', true);
async function open(): Promise<Meters> {
  keeper = new Keeper({ home: t.settings.home, log });
  const opened = createMeters({ db: t.db, company, keeper, log, now: () => now });
  await keeper.open();
  return opened;
}
beforeAll(async () => {
  t = await ownTestDatabase();
  company = await loadCompany({ company: '750-600' });
  await t
    .db('buildings')
    .insert({ street: 'Галицька', house: '1', centre: 'Центр', entrances: 1, floors: 5 });
  await t.db('accounts').insert([
    { number: '75000015', building_id: 1, flat: '1', balance_kopecks: 0 },
    { number: '75000023', building_id: 1, flat: '2', balance_kopecks: 0 },
  ]);
  await t.db('residents').insert([
    { name: 'Коваленко Олена Петрівна', account_id: 1, notes: '' },
    { name: 'Яворський Тарас Богданович', account_id: 2, notes: '' },
    { name: 'Яворська Марія Іванівна', account_id: 2, notes: '' },
  ]);
  meters = await open();
}, 60_000);
afterAll(async () => {
  await keeper.close();
  await t.close();
});

/** A new meter of the first account, with readings of 100, 106 and 112 m³ in the three months before. */
async function newMeter(): Promise<KnownMeter> {
  const [id = 0] = await t.db('meters').insert({
    account_id: 1,
    kind: 'cold-water',
    place: 'kitchen',
    serial: `12345${++meterIds}`,
    digits: 5,
    decimals: 3,
    verified_until: '2028-01-01',
  });
  for (const [i, period] of ['2026-08', '2026-09', '2026-10'].entries())
    await storeReading(t.db, {
      entry: `seed-${id}-${period}`,
      meterId: id,
      period,
      value: `${100 + i * 6}.000`,
      takenAt: new Date(`${period}-22T10:00:00Z`),
      source: 'operator',
      callId: null,
      doubts: [],
    });
  return known(id);
}

async function known(id: number): Promise<KnownMeter> {
  const all = await meters.ofAccount(1);
  const meter = all === 'away' ? undefined : all.find((one) => one.id === id);
  if (!meter) throw new Error(`meter ${id} is not known`);
  return meter;
}

const handIn = (meter: KnownMeter, value: string, callId = 'n1-1', entry = meters.newEntry()) => ({
  meter,
  value,
  doubts: [],
  callId,
  entry,
});
const inDatabase = { kept: 'database', replaced: false };
const valuesOf = async (meter: KnownMeter) =>
  (await t.db('readings').where({ meter_id: meter.id, period: '2026-11' }).orderBy('id')).map(
    ({ value, current }: { value: string; current: number | null }) => ({ value, current }),
  );

const byNumber = (number: string, source = '+380501112233', waited: number[] = []) =>
  meters.accountByNumber(number, source, async (ms) => void waited.push(ms));

test('a meter is known with its last reading, what is usual, and nothing of this period yet', async () => {
  const meter = await newMeter();
  expect(meter).toMatchObject({
    kind: 'cold-water',
    place: 'kitchen',
    last: { value: '112.000', on: '2026-10-22' },
    ofThisPeriod: null,
    verifiedUntil: '2028-01-01',
    outOfServiceSince: null,
  });
  expect(meter.usualPerDay).toBeCloseTo(0.2, 1);
  expect(meters.judge('118', meter)).toEqual({ verdict: 'ok', value: '118.000', doubts: [] });
  expect(meters.judge('111', meter)).toMatchObject({ verdict: 'doubtful', doubts: ['lower'] });
});

test('the second reading of a period takes the place of the first and says so; both are kept', async () => {
  const meter = await newMeter();
  expect(await meters.record(handIn(meter, '118.000'))).toEqual(inDatabase);
  expect(await meters.record(handIn(meter, '119.000', 'n1-2'))).toEqual({ kept: 'database', replaced: true });
  expect(await valuesOf(meter)).toEqual([
    { value: '118.000', current: null },
    { value: '119.000', current: 1 },
  ]);
  // It is still judged by the month before: a slip of the first time does not make the second one doubtful.
  expect(await known(meter.id)).toMatchObject({
    last: { value: '112.000' },
    ofThisPeriod: { value: '119.000' },
  });
});

test('handed in again and again it is written once: the same act, and the same value in the same call', async () => {
  const meter = await newMeter();
  const reading = { ...handIn(meter, '118.000'), doubts: ['high' as const] };
  for (let i = 0; i < 3; i++) expect(await meters.record(reading)).toEqual(inDatabase);
  expect(await meters.record(handIn(meter, '118.000'))).toEqual(inDatabase);
  expect(await valuesOf(meter)).toEqual([{ value: '118.000', current: 1 }]);
  const [kept] = (await readingsOfCall(t.db, 'n1-1')).filter((one) => one.meterId === meter.id);
  expect(kept).toMatchObject({ doubts: ['high'], source: 'call', period: '2026-11' });
  // Another value and back again are three acts.
  await meters.record(handIn(meter, '119.000'));
  expect(await meters.record(handIn(meter, '118.000'))).toMatchObject({ replaced: true });
  expect((await valuesOf(meter)).map((one) => one.current)).toEqual([null, null, 1]);
});

test('twenty at once for one meter: all are kept, one counts', async () => {
  const meter = await newMeter();
  const results = await Promise.all(
    Array.from({ length: 20 }, (_, i) => meters.record(handIn(meter, `${120 + i}.000`, `n1-${i}`))),
  );
  expect(results.every((one) => one.kept === 'database')).toBe(true);
  expect(results.filter((one) => !one.replaced)).toHaveLength(1);
  const values = await valuesOf(meter);
  expect(values).toHaveLength(20);
  expect(values.filter((one) => one.current)).toHaveLength(1);
});

test('of two that come in the wrong order the one that was taken later counts', async () => {
  const meter = await newMeter();
  const one = { meterId: meter.id, period: '2026-11', source: 'call' as const, doubts: [] };
  const at = (minute: number) => new Date(`2026-11-22T10:0${minute}:00Z`);
  await storeReading(t.db, {
    ...one,
    entry: `late-${meter.id}`,
    value: '119.000',
    takenAt: at(5),
    callId: 'b',
  });
  await storeReading(t.db, {
    ...one,
    entry: `early-${meter.id}`,
    value: '118.000',
    takenAt: at(1),
    callId: 'a',
  });
  expect((await currentReadings(t.db, [meter.id])).at(-1)).toMatchObject({ value: '119.000' });
});

test('the accounts of a number, each once; an account by its number', async () => {
  expect(await meters.accountsOf([1, 2, 3])).toEqual([
    { id: 1, number: '75000015' },
    { id: 2, number: '75000023' },
  ]);
  expect(await meters.accountsOf([])).toEqual([]);
  expect(await byNumber('75000023')).toBe(2);
  expect(await byNumber('75000031')).toBeNull();
});

test('whoever guesses at numbers of accounts waits at last, and is refused then', async () => {
  const waited: number[] = [];
  const guesses = Array.from({ length: 8 }, (_, i) => `7599900${i}`);
  for (const guess of guesses) expect(await byNumber(guess, '+380509990001', waited)).toBeNull();
  expect(waited).toHaveLength(1);
  expect(await byNumber('75000023', '+380509990001')).toBeNull();
  expect(await byNumber('75000023')).toBe(2);
});

test('a meter that does not exist is a fault, and nothing for the journal', async () => {
  const meter = { ...(await newMeter()), id: 99_999 };
  await expect(meters.record(handIn(meter, '1.000'))).rejects.toMatchObject({ code: 'meter.unknown' });
});

test('after midnight where the company is it is the next month, whatever Greenwich says; what was asked before it counts for the old one', async () => {
  now = new Date('2026-11-30T21:50:00Z');
  const meter = await newMeter();
  now = new Date('2026-11-30T22:30:00Z');
  const periods = async () => (await currentReadings(t.db, [meter.id])).slice(3).map(({ period }) => period);
  await meters.record(handIn(meter, '118.000'));
  expect(await periods()).toEqual(['2026-11']);
  const loaded = await known(meter.id);
  expect(loaded).toMatchObject({ last: { value: '118.000' }, ofThisPeriod: null });
  await meters.record(handIn(loaded, '119.000', 'n1-2'));
  expect(await periods()).toEqual(['2026-11', '2026-12']);
  now = new Date('2026-11-22T10:00:00Z');
});

test('days on which readings are taken come from the company file', async () => {
  const readings = { ...company.readings, firstDay: 23, lastDay: 28 };
  const apart = new Keeper({ home: t.settings.home, log });
  const closed = createMeters({
    db: t.db,
    company: { ...company, readings },
    keeper: apart,
    log,
    now: () => now,
  });
  expect(meters.isOpen()).toBe(true);
  expect(closed.isOpen()).toBe(false);
  expect(companySchema.shape.readings.parse(undefined)).toMatchObject({ firstDay: 1, lastDay: 31 });
});

test('while the database is away what is confirmed is journalled, and written once when it is back, also after a crash', async () => {
  const meter = await newMeter();
  const journal = path.join(t.settings.home, 'promised.journal');
  const twice = handIn(meter, '118.000', 'n1-7');
  await meters.record(twice);
  await stopDatabase(t.settings);
  expect(await meters.ofAccount(1)).toBe('away');
  expect(await byNumber('75000023')).toBe('away');
  // The first was written already when its answer was lost: the caller confirmed it once.
  expect(await meters.record(twice)).toEqual({ kept: 'journal', replaced: false });
  expect(await meters.record(handIn(meter, '121.500', 'n1-8'))).toMatchObject({ kept: 'journal' });
  expect((await readFile(journal, 'utf8')).trim().split('\n')).toHaveLength(2);
  // The controller dies and comes back before the database does.
  await keeper.close();
  meters = await open();
  await startDatabase(t.settings);
  await expect.poll(() => valuesOf(meter), { timeout: 10_000 }).toHaveLength(2);
  await expect
    .poll(
      () =>
        access(journal).then(
          () => true,
          () => false,
        ),
      { timeout: 5_000 },
    )
    .toBe(false);
  expect(await valuesOf(meter)).toEqual([
    { value: '118.000', current: null },
    { value: '121.500', current: 1 },
  ]);
}, 60_000);

test('where neither the database nor the disk takes it, it is said that it is not kept', async () => {
  const meter = await newMeter();
  const nowhere = new Keeper({ home: path.join(t.settings.home, 'nowhere'), log });
  const lost = createMeters({ db: t.db, company, keeper: nowhere, log, now: () => now });
  await nowhere.open();
  await stopDatabase(t.settings);
  expect(await lost.record(handIn(meter, '118.000'))).toMatchObject({ kept: 'nowhere' });
  await nowhere.close();
  await startDatabase(t.settings);
}, 60_000);
