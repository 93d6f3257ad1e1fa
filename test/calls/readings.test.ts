import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { stepsOf } from '../../db/queries/call-events.ts';
import { readingsToCheck } from '../../db/queries/reading-checks.ts';
import { numberWithMetersOfNote } from '../../db/seeds/meters.ts';
import { knownNumbers } from '../../db/seeds/numbers.ts';
import { endsOf } from '../../ivr/flows/readings-account.ts';
import { spoken } from '../../speech/spoken-values.ts';
import { startWorld, type World } from '../town/world.ts';
import { type MeterAtHome, metersAtHome, readingsKey } from './handing-in.ts';
import { hangUpEverywhere } from './hang-ups.ts';
import { type KeypadCaller, KeypadCallers } from './keypad-callers.ts';
import { good, type Reader, Readers } from './readers.ts';

/** Meter readings by real calls. What is said is read from the log of events, and what was kept from the database. */
let world: World;
let keypads: KeypadCallers;
let readers: Readers;

beforeAll(async () => {
  world = await startWorld({ buildings: 6 });
  keypads = await KeypadCallers.open(world, 10);
  readers = await Readers.open(world, 60);
});
afterAll(async () => {
  keypads.close();
  await world.stop();
});
// A test that is tried once more finds the month as it was; of those that go on at the same time, each has a resident of its own.
beforeEach(async ({ task }) => {
  if (!task.concurrent) await world.db('readings').whereNotNull('call_id').delete();
});

async function accountNumber(id: number): Promise<string> {
  return (await world.db('accounts').where({ id }).first('number')).number;
}

/** Calls, and goes straight to the readings. */
async function atReadings(number: string): Promise<KeypadCaller> {
  const caller = await keypads.calls(number);
  await caller.presses(readingsKey);
  return caller;
}

/** Hands in one meter, the n-th of this call. */
async function keysIn(caller: KeypadCaller, meter: MeterAtHome, nth = 1): Promise<void> {
  await caller.until('readings.meter', nth);
  await confirms(caller, meter, nth);
}

/** Keys it in, and confirms what is read back, for the n-th time in this call. */
async function confirms(caller: KeypadCaller, meter: MeterAtHome, nth = 1): Promise<void> {
  await caller.presses(meter.keys);
  await caller.until('readings.read-back', nth);
  await caller.presses('1');
}

describe.concurrent('a reading that is doubted says why, and is kept for checking when it is confirmed', () => {
  // What is lower is doubted in the ears of who calls from a number that is not his (readings-heard.test.ts).
  test('over a full turn of the dial, the same, much higher', async () => {
    const { number, first, second, third } = readers.next();
    const last = await world.db('readings').where({ meter_id: first.id }).orderBy('period', 'desc').first();
    await world.db('readings').where({ id: last.id }).update({ value: '99998.000' });
    const doubted = [
      { meter: first, value: '1.5', doubts: ['rolled-over'] },
      { meter: second, value: second.last, doubts: ['same'] },
      { meter: third, value: String(Math.floor(Number(third.last)) + 5_000), doubts: ['high'] },
    ];
    const caller = await atReadings(number);
    for (const [i, { value, doubts }] of doubted.entries()) {
      await caller.until('readings.meter', i + 1);
      await caller.presses(`${value.replace('.', '*')}#`);
      await caller.until(`readings.doubt.${doubts[0]}`);
      await caller.until('readings.confirm.doubtful', i + 1);
      await caller.presses('1');
      await caller.until('readings.kept', i + 1);
    }
    await caller.hangsUp();
    expect(await readers.kept(number)).toEqual(
      doubted.map(({ meter, value, doubts }) => ({ meterId: meter.id, value: Number(value), doubts })),
    );
    const { items } = await readingsToCheck(world.db, 200);
    const listed = items.filter((one) => one.number === number);
    expect(listed).toHaveLength(doubted.length);
    for (const { meter, doubts } of doubted)
      expect(listed).toContainEqual(
        expect.objectContaining({ serial: expect.stringMatching(`${meter.said.serial}$`), doubts }),
      );
  });

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
    expect(await readers.kept(numberWithMetersOfNote)).toEqual([{ ...good(overdue), doubts: ['overdue'] }]);
  });
});

describe.concurrent('what cannot be is refused with its reason, and asked for again', () => {
  test('at meter after meter: forty digits and too many decimals, two commas, and a slip that is heard when it is read back', async () => {
    const { number, first, second, third } = readers.next();
    const caller = await atReadings(number);
    await caller.until('readings.meter');
    await caller.presses(`${'7'.repeat(40)}#`);
    await caller.until('readings.refused.too-many-digits');
    await caller.until('readings.enter.again');
    await caller.presses('120*12345#');
    await caller.until('readings.refused.too-many-decimals');
    await caller.until('readings.enter.last');
    await caller.presses(first.keys);
    await caller.until('readings.read-back.last');
    await caller.presses('1');

    await caller.until('readings.meter', 2);
    await caller.presses('1*2*3#');
    await caller.until('readings.refused.not-a-number');
    await caller.until('readings.enter.again', 2);
    await confirms(caller, second);

    await caller.until('readings.meter', 3);
    await caller.presses('1#');
    await caller.until('readings.read-back', 2);
    await caller.presses('2');
    await caller.until('readings.enter.again', 3);
    await confirms(caller, third, 3);
    await caller.until('readings.kept', 3);
    await caller.hangsUp();
    expect(await readers.kept(number)).toEqual([first, second, third].map(good));
  });

  test('three times in vain leads to a person, and no sentence is said three times', async () => {
    const { number } = readers.next();
    const caller = await atReadings(number);
    const asked = [
      ['readings.meter', 1],
      ['readings.enter.again', 1],
      ['readings.enter.last', 1],
    ] as const;
    for (const [prompt, times] of asked) {
      await caller.until(prompt, times);
      await caller.presses('1*2*3#');
    }
    await caller.until('queue.none');
    await caller.hangsUp();
    await nothingWasSaidThreeTimes(number);
    expect(await readers.kept(number)).toEqual([]);
  });

  test('one who presses nothing has time to go and look, and may pass the meter over; 0 leads to a person, and what was confirmed stays', async () => {
    const { number, second } = readers.next();
    const caller = await atReadings(number);
    await caller.until('readings.silence');
    const waitsSince = performance.now();
    await caller.until('readings.skip');
    expect(performance.now() - waitsSince).toBeGreaterThan(30_000);
    // Nothing here either: then a person would be called, as for anybody who answers no question.
    await caller.until('readings.skip.again');
    await caller.presses('1');
    await caller.until('readings.meter', 2);
    await caller.presses(second.keys);
    await caller.until('readings.read-back');
    await caller.presses('1');
    await caller.until('readings.meter', 3);
    await caller.presses('0');
    await caller.until('queue.none');
    await caller.hangsUp();
    await nothingWasSaidThreeTimes(number);
    expect(await readers.kept(number)).toEqual([good(second)]);
  }, 120_000);

  async function nothingWasSaidThreeTimes(number: string): Promise<void> {
    const steps = await stepsOf(world.db, await readers.endedCall(number));
    const said = steps.flatMap((step) => (step.kind === 'said' ? [step.text] : []));
    for (const text of said) expect(said.filter((other) => other === text).length).toBeLessThan(3);
  }
});

test('on a day without readings the caller hears when they are taken', async () => {
  const { number } = readers.next();
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
  const { number, meters } = readers.next();
  const [first, ...others] = meters as [MeterAtHome, ...MeterAtHome[]];
  const before = await atReadings(number);
  await keysIn(before, first);
  await before.until('readings.kept');
  await before.hangsUp();
  expect(await readers.kept(number)).toEqual([good(first)]);
  const caller = await atReadings(number);
  // What was handed in already comes last.
  for (const [i, meter] of others.entries()) await keysIn(caller, meter, i + 1);
  const whole = String(Math.ceil(Number(first.value)));
  const corrected = { ...first, keys: `${whole}#`, value: whole };
  await keysIn(caller, corrected, others.length + 1);
  await caller.until('readings.replaced');
  await caller.hangsUp();
  expect((await readers.kept(number)).at(-1)).toEqual(good(corrected));
  expect(await readers.valuesOf(first)).toEqual([
    [Number(first.value), null],
    [Number(whole), 1],
  ]);
});

describe('whose meters', () => {
  test('a number with several accounts: chosen by the end of the account’s number', async () => {
    const [one, other] = [readers.next(), readers.next()];
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
    expect(await readers.kept(shared)).toEqual([good(other.first)]);
    const steps = await stepsOf(world.db, await readers.endedCall(shared));
    const said = steps.flatMap((step) => (step.kind === 'said' ? [step.text] : []));
    const ends = endsOf(await Promise.all([one, other].map(({ accountId }) => accountNumber(accountId))));
    for (const end of ends) {
      const last = spoken('digits', end, 'uk', 'Europe/Kyiv');
      expect(said.some((text) => text.includes(last))).toBe(true);
    }
  });

  test('an unknown number: asked for the account; a slip and a number that nobody has sound the same', async () => {
    const { accountId, first } = readers.next();
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
    expect(await readers.kept(knownNumbers.nobody)).toEqual([good(first)]);
    const steps = await stepsOf(world.db, await readers.endedCall(knownNumbers.nobody));
    const keys = steps.flatMap((step) => (step.kind === 'key' ? [step.key] : []));
    expect(keys.join('')).toContain('•'.repeat(number.length));
    expect(JSON.stringify(steps)).not.toContain(number.slice(0, -1));
  });
});

describe('who hangs up keeps all that was confirmed', () => {
  test('at every step', async () => {
    const calling = new Map<string, Reader>();
    const way = {
      flows: ['readings'],
      caller() {
        const reader = readers.next();
        calling.set(reader.number, reader);
        return reader.number;
      },
      calls: readingsKey,
      answers: (number: string) =>
        (calling.get(number)?.meters ?? []).slice(0, 2).flatMap(({ keys }) => {
          return [['readings.digits', keys] as const, ['readings.confirm', '1'] as const];
        }),
    };
    await hangUpEverywhere(world, way, async ({ number, moment, hasHeard }) => {
      const kept = ['said readings.kept', 'said readings.kept (2)'].filter(hasHeard).length;
      const meters = calling.get(number)?.meters ?? [];
      expect(await readers.kept(number), moment).toEqual(meters.slice(0, kept).map(good));
    });
  }, 90_000);

  test('in the very moment of confirming: kept or not, but never half; and nothing is left behind', async () => {
    const { number, first } = readers.next();
    const caller = await atReadings(number);
    await caller.until('readings.meter');
    await caller.presses(first.keys);
    await caller.until('readings.read-back');
    // Never to its end: the telephone is put down on it.
    void caller.presses('1');
    await caller.hangsUp();
    expect([[], [good(first)]]).toContainEqual(await readers.kept(number));
    await expect.poll(() => world.holos.live.size, { timeout: 15_000 }).toBe(0);
    expect(await world.holos.node.ari('bridges', 'list')).toEqual([]);
  });
});
