import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { stepsOf } from '../../db/queries/call-events.ts';
import { listCalls } from '../../db/queries/calls.ts';
import { readingsOfCall } from '../../db/queries/readings.ts';
import { numberWithMetersOfNote } from '../../db/seeds/meters.ts';
import { knownNumbers } from '../../db/seeds/numbers.ts';
import { spoken } from '../../speech/spoken-values.ts';
import { startWorld, type World } from '../town/world.ts';
import {
  goesToReadings,
  handsIn,
  type MeterAtHome,
  type MeterReader,
  meterReaders,
  metersAtHome,
  readingsKey,
} from './handing-in.ts';
import { type KeypadCaller, KeypadCallers } from './keypad-callers.ts';

/**
 * Meter readings by real calls; what was kept is read from the database. In the first tests a resident listens, and what is
 * said is recognised by its sound; in the others it is read from the log of events.
 */
let world: World;
let keypads: KeypadCallers;
let readers: MeterReader[];

beforeAll(async () => {
  world = await startWorld({ buildings: 6 });
  keypads = await KeypadCallers.open(world, 10);
  readers = await meterReaders(world.db, 60, 3);
});
afterAll(async () => {
  keypads.close();
  await world.stop();
});
// A test that is tried once more finds the month as it was; of those that go on at the same time, each has a resident of its own.
beforeEach(async ({ task }) => {
  if (!task.concurrent) await world.db('readings').whereNotNull('call_id').delete();
});
afterEach(() => Promise.all(world.town.calls.map((call) => call.hangsUp())));

type Reader = MeterReader & Record<'first' | 'second' | 'third', MeterAtHome>;

/** Somebody who has not called yet. */
function reader(): Reader {
  const one = readers.shift();
  const [first, second, third] = one?.meters ?? [];
  if (!one || !first || !second || !third) throw new Error('there are no more residents with three meters');
  return { ...one, first, second, third };
}

async function endedCall(number: string) {
  const latest = async () => (await listCalls(world.db, { number }, { limit: 1 })).items[0];
  await vi.waitUntil(async () => (await latest())?.endedAt, { timeout: 15_000 });
  return (await latest())?.id ?? '';
}

/** What was kept of the latest call of a number. */
async function kept(number: string) {
  const readings = await readingsOfCall(world.db, await endedCall(number));
  return readings.map(({ meterId, value, doubts }) => ({ meterId, value: Number(value), doubts }));
}

const good = ({ id, value }: MeterAtHome) => ({ meterId: id, value: Number(value), doubts: [] });

/** What was handed in of a meter by telephone, and whether it counts. */
async function valuesOf({ id }: MeterAtHome): Promise<[number, number | null][]> {
  const rows = await world.db('readings').where({ meter_id: id }).whereNotNull('call_id').orderBy('id');
  return rows.map((row) => [Number(row.value), row.current]);
}

async function accountNumber(id: number): Promise<string> {
  return (await world.db('accounts').where({ id }).first('number')).number;
}

describe('listened to', () => {
  test('meter by meter: described, keyed in, read back, confirmed; at the end what was taken', async () => {
    const [cold, hot, power] = (await metersAtHome(world.db, 1)) as [MeterAtHome, MeterAtHome, MeterAtHome];
    const call = await goesToReadings(world, knownNumbers.one);
    await call.hears('readings.meter', cold.said);
    await call.heardWhole('readings.enter');
    await call.presses(cold.keys);
    await call.hears('readings.read-back', { value: cold.value });
    await call.heardWhole('readings.confirm');
    await call.presses('1');
    await call.heardWhole('readings.kept');
    await handsIn(call, hot);
    await call.hears('readings.kept');
    await call.hears('readings.meter', power.said);
    await call.hears('readings.enter.whole', {}, { limitMs: 25_000 });
    await call.pressesTogether(power.keys);
    await call.hears('readings.read-back', { value: power.value });
    await call.presses('1');
    await call.hears('readings.done', {}, { limitMs: 25_000 });
    for (const meter of [cold, hot, power])
      await call.hears('readings.taken', { ...meter.said, value: meter.value }, { limitMs: 25_000 });
    await call.hears('menu.operator', { key: '0' }, { limitMs: 60_000 });
    await call.hangsUp();
    expect(await kept(knownNumbers.one)).toEqual([cold, hot, power].map(good));
  }, 150_000);

  test('a spoofed number hears relations only: no name, no address, no earlier value', async () => {
    const { number, accountId, first, second, third } = reader();
    const call = await goesToReadings(world, '+380671234567', number);
    for (const meter of [first, second, third]) {
      await call.hears('readings.meter', meter.said, { limitMs: 40_000 });
      await call.pressesTogether('7#');
      await call.hears('readings.doubt.lower', {}, { limitMs: 25_000 });
      await call.presses('1');
      await call.hears('readings.kept', {}, { limitMs: 25_000 });
    }
    await call.hangsUp();
    const steps = await stepsOf(world.db, await endedCall(number));
    const said = steps.flatMap((step) => (step.kind === 'said' ? [step.text] : [])).join('\n');
    expect(said).toContain('менше');
    const names: string[] = await world.db('residents').where({ account_id: accountId }).pluck('name');
    const home = await world
      .db('accounts')
      .join('buildings', 'buildings.id', 'accounts.building_id')
      .where({ 'accounts.id': accountId })
      .first('street');
    for (const personal of [home.street, ...names.flatMap((name) => name.split(' '))])
      expect(said).not.toContain(personal);
    for (const { last } of [first, second, third])
      for (const style of ['reading', 'decimal'])
        expect(said).not.toContain(spoken(style, last, 'uk', 'Europe/Kyiv'));
  }, 150_000);

  test('two calls from one number at once: both are heard, the last one counts', async () => {
    const { number, first } = reader();
    const calls = await Promise.all([goesToReadings(world, number), goesToReadings(world, number)]);
    await Promise.all(calls.map((call) => handsIn(call, first)));
    const heard = await Promise.all(
      calls.map((call) => call.hearsAny(['readings.kept', 'readings.replaced'])),
    );
    await Promise.all(calls.map((call) => call.hangsUp()));
    expect(heard.map((one) => one.prompt).toSorted()).toEqual(['readings.kept', 'readings.replaced']);
    expect((await valuesOf(first)).map(([, current]) => current).toSorted()).toEqual([1, null]);
  }, 90_000);
});

/** Calls, and goes straight to the readings. */
async function atReadings(number: string): Promise<KeypadCaller> {
  const caller = await keypads.calls(number);
  await caller.presses(readingsKey);
  return caller;
}

/** Hands in one meter, the n-th of this call. */
async function keysIn(caller: KeypadCaller, meter: MeterAtHome, nth = 1): Promise<void> {
  await caller.until('readings.meter', nth);
  await caller.presses(meter.keys);
  await caller.until('readings.read-back', nth);
  await caller.presses('1');
}

describe.concurrent('a reading that is doubted says why, and is kept for checking when it is confirmed', () => {
  const near = (value: string, by: number) => String(Math.floor(Number(value)) + by);
  test.each<[string, (last: string) => string]>([
    ['lower', (last) => near(last, -1)],
    ['high', (last) => near(last, 500)],
    ['same', (last) => last],
  ])('%s', async (doubt, shown) => {
    const { number, first } = reader();
    await doubted(number, first, shown(first.last), doubt);
  });

  test('rolled over', async () => {
    const { number, first } = reader();
    const last = await world.db('readings').where({ meter_id: first.id }).orderBy('period', 'desc').first();
    await world.db('readings').where({ id: last.id }).update({ value: '99998.000' });
    await doubted(number, first, '1.5', 'rolled-over');
  });

  async function doubted(number: string, meter: MeterAtHome, value: string, doubt: string): Promise<void> {
    const caller = await atReadings(number);
    await caller.until('readings.meter');
    await caller.presses(`${value.replace('.', '*')}#`);
    await caller.until(`readings.doubt.${doubt}`);
    await caller.until('readings.confirm.doubtful');
    await caller.presses('1');
    await caller.until('readings.kept');
    await caller.hangsUp();
    expect(await kept(number)).toEqual([{ meterId: meter.id, value: Number(value), doubts: [doubt] }]);
  }

  test('a meter out of service is passed over; one overdue for verification is taken with a doubt', async () => {
    const row = await world
      .db('phones')
      .join('residents', 'residents.id', 'phones.resident_id')
      .where({ 'phones.number': numberWithMetersOfNote })
      .first('residents.account_id');
    const [, overdue] = await metersAtHome(world.db, row.account_id);
    if (!overdue) throw new Error('the seeds have no overdue meter');
    await world.db('readings').where({ meter_id: overdue.id }).whereNotNull('call_id').delete();
    const caller = await atReadings(numberWithMetersOfNote);
    await caller.until('readings.out-of-service');
    await caller.until('readings.meter');
    await caller.presses(overdue.keys);
    await caller.until('readings.doubt.overdue');
    await caller.until('readings.confirm.doubtful');
    await caller.presses('1');
    await caller.until('readings.kept');
    await caller.hangsUp();
    expect(await kept(numberWithMetersOfNote)).toEqual([{ ...good(overdue), doubts: ['overdue'] }]);
  });
});

describe.concurrent('what cannot be is refused with its reason, and asked for again', () => {
  test.each([
    ['forty digits', `${'7'.repeat(40)}#`, 'readings.refused.too-many-digits'],
    ['too many decimals', '120*12345#', 'readings.refused.too-many-decimals'],
    ['two commas', '1*2*3#', 'readings.refused.not-a-number'],
  ])('%s', async (_, keys, answer) => {
    const { number, first } = reader();
    const caller = await atReadings(number);
    await caller.until('readings.meter');
    await caller.presses(keys);
    await caller.until(answer);
    await caller.until('readings.enter.again');
    await caller.presses(first.keys);
    await caller.until('readings.read-back');
    await caller.presses('1');
    await caller.until('readings.kept');
    await caller.hangsUp();
    expect(await kept(number)).toEqual([good(first)]);
  });

  test('three times in vain leads to a person, and no sentence is said three times', async () => {
    const { number } = reader();
    const caller = await atReadings(number);
    const asked = [
      ['readings.meter', 1],
      ['readings.enter.again', 1],
      ['readings.enter.again', 2],
    ] as const;
    for (const [prompt, times] of asked) {
      await caller.until(prompt, times);
      await caller.presses('1*2*3#');
    }
    await caller.until('queue.none');
    await caller.hangsUp();
    await nothingWasSaidThreeTimes(number);
    expect(await kept(number)).toEqual([]);
  });

  test('one who presses nothing at all has time to go and look, and comes to a person', async () => {
    const { number } = reader();
    const caller = await atReadings(number);
    await caller.until('readings.silence');
    const waitsSince = performance.now();
    await caller.until('readings.skip');
    expect(performance.now() - waitsSince).toBeGreaterThan(30_000);
    await caller.until('readings.skip.again');
    await caller.until('queue.none');
    await caller.hangsUp();
    await nothingWasSaidThreeTimes(number);
    expect(await kept(number)).toEqual([]);
  });

  async function nothingWasSaidThreeTimes(number: string): Promise<void> {
    const steps = await stepsOf(world.db, await endedCall(number));
    const said = steps.flatMap((step) => (step.kind === 'said' ? [step.text] : []));
    for (const text of said) expect(said.filter((other) => other === text).length).toBeLessThan(3);
  }

  test('a slip is corrected before it is kept', async () => {
    const { number, first } = reader();
    const caller = await atReadings(number);
    await caller.until('readings.meter');
    await caller.presses('1#');
    await caller.until('readings.read-back');
    await caller.presses('2');
    await caller.until('readings.enter.again');
    await caller.presses(first.keys);
    await caller.until('readings.read-back', 2);
    await caller.presses('1');
    await caller.until('readings.kept');
    await caller.hangsUp();
    expect(await kept(number)).toEqual([good(first)]);
  });

  test('one who presses nothing may pass a meter over; 0 leads to a person, and what was confirmed stays', async () => {
    const { number, second } = reader();
    const caller = await atReadings(number);
    await caller.until('readings.silence');
    await caller.until('readings.skip');
    await caller.presses('1');
    await caller.until('readings.meter', 2);
    await caller.presses(second.keys);
    await caller.until('readings.read-back');
    await caller.presses('1');
    await caller.until('readings.meter', 3);
    await caller.presses('0');
    await caller.until('queue.none');
    await caller.hangsUp();
    expect(await kept(number)).toEqual([good(second)]);
  }, 120_000);
});

test('on a day without readings the caller hears when they are taken', async () => {
  const { number } = reader();
  const { readings } = world.holos.company;
  const usual = { ...readings };
  const isEarly = new Date().getDate() < 15;
  Object.assign(readings, isEarly ? { firstDay: 20, lastDay: 25 } : { firstDay: 3, lastDay: 8 });
  try {
    const caller = await atReadings(number);
    await caller.until('readings.closed');
    await caller.until('menu.operator', 1);
    await caller.hangsUp();
  } finally {
    Object.assign(readings, usual);
  }
});

test('a second reading in the month replaces the first, and says so', async () => {
  const { number, meters } = reader();
  const [first, ...others] = meters as [MeterAtHome, ...MeterAtHome[]];
  const before = await atReadings(number);
  await keysIn(before, first);
  await before.until('readings.kept');
  await before.hangsUp();
  expect(await kept(number)).toEqual([good(first)]);
  const caller = await atReadings(number);
  // What was handed in already comes last.
  for (const [i, meter] of others.entries()) await keysIn(caller, meter, i + 1);
  const whole = String(Math.ceil(Number(first.value)));
  const corrected = { ...first, keys: `${whole}#`, value: whole };
  await keysIn(caller, corrected, others.length + 1);
  await caller.until('readings.replaced');
  await caller.hangsUp();
  expect((await kept(number)).at(-1)).toEqual(good(corrected));
  expect(await valuesOf(first)).toEqual([
    [Number(first.value), null],
    [Number(whole), 1],
  ]);
});

describe('whose meters', () => {
  test('a number with several accounts: chosen by the end of the account’s number', async () => {
    const [one, other] = [reader(), reader()];
    const shared = `+3805011130${String(one.accountId).padStart(2, '0')}`;
    for (const { accountId } of [one, other]) {
      const { id } = await world.db('residents').where({ account_id: accountId }).first();
      await world.db('phones').insert({ number: shared, resident_id: id });
    }
    const caller = await atReadings(shared);
    await caller.until('readings.account.other');
    await caller.presses('2');
    await keysIn(caller, other.first);
    await caller.until('readings.kept');
    await caller.hangsUp();
    expect(await kept(shared)).toEqual([good(other.first)]);
    const steps = await stepsOf(world.db, await endedCall(shared));
    const said = steps.flatMap((step) => (step.kind === 'said' ? [step.text] : []));
    for (const { accountId } of [one, other]) {
      const last = spoken('digits', (await accountNumber(accountId)).slice(-3), 'uk', 'Europe/Kyiv');
      expect(said.some((text) => text.includes(last))).toBe(true);
    }
  });

  test('an unknown number: asked for the account; a slip and a number that nobody has sound the same', async () => {
    const { accountId, first } = reader();
    const number = await accountNumber(accountId);
    const caller = await atReadings(knownNumbers.nobody);
    await caller.until('readings.account.enter');
    await caller.presses(`${number.slice(0, -1)}${(Number(number.at(-1)) + 1) % 10}#`);
    await caller.until('readings.account.wrong');
    await caller.until('readings.account.enter.again');
    await caller.presses(`${number}#`);
    await keysIn(caller, first);
    await caller.until('readings.kept');
    await caller.hangsUp();
    expect(await kept(knownNumbers.nobody)).toEqual([good(first)]);
  });
});

describe('who hangs up keeps all that was confirmed', () => {
  /** The good way as a list of what is said and pressed then, and how many readings are kept after it. */
  const goodWay = (meters: readonly MeterAtHome[]) =>
    meters.flatMap((meter, i) => [
      { until: 'readings.meter', nth: i + 1, press: meter.keys, kept: i },
      { until: 'readings.read-back', nth: i + 1, press: '1', kept: i },
      { until: 'readings.kept', nth: i + 1, press: '', kept: i + 1 },
    ]);

  test('at every step', async () => {
    const all = Array.from({ length: 9 }, (_, last) => ({ last, ...reader() }));
    await Promise.all(
      all.map(async ({ last, number, first, second, third }) => {
        const caller = await atReadings(number);
        for (const [step, { until, nth, press }] of goodWay([first, second, third]).entries()) {
          if (step > last) break;
          await caller.until(until, nth);
          if (step < last) await caller.presses(press);
        }
        await caller.hangsUp();
      }),
    );
    for (const { last, number, first, second, third } of all) {
      const meters = [first, second, third];
      expect(await kept(number), `step ${last}`).toEqual(
        meters.slice(0, goodWay(meters)[last]?.kept).map(good),
      );
    }
  }, 90_000);

  test('in the very moment of confirming: kept or not, but never half; and nothing is left behind', async () => {
    const { number, first } = reader();
    const caller = await atReadings(number);
    await caller.until('readings.meter');
    await caller.presses(first.keys);
    await caller.until('readings.read-back');
    // Never to its end: the telephone is put down on it.
    void caller.presses('1');
    await caller.hangsUp();
    expect([[], [good(first)]]).toContainEqual(await kept(number));
    await expect.poll(() => world.holos.live.size, { timeout: 15_000 }).toBe(0);
    expect(await world.holos.node.ari('bridges', 'list')).toEqual([]);
  });
});
