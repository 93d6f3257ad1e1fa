import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readingsSchema } from '../../config/company/readings.ts';
import type { KnownMeter } from '../../housing/meters/known-meter.ts';
import { isOpenOn } from '../../housing/meters/period.ts';
import { isInService, judge } from '../../housing/meters/plausibility.ts';
import { askedIn } from '../../test/fakes/asked-in.ts';
import { fakeCall, sentence } from '../../test/fakes/fake-call.ts';
import type { IvrServices } from '../services.ts';
import { mainMenu } from './main-menu.ts';
import { readings } from './readings.ts';
import { described } from './take-reading.ts';

/** Midnight passes while a caller stands at his meters: the first was asked before it, the digits of the second come after it. */
let today: string;
beforeEach(() => {
  today = '2026-11-25';
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

const meter = (id: number, outOfServiceSince: string | null = null): KnownMeter => ({
  ...{ id, accountId: 1, kind: 'cold-water', place: 'kitchen', serial: `778${id}`, digits: 5, decimals: 3 },
  ...{ verifiedUntil: '2028-01-01', outOfServiceSince, usualPerDay: 0.2, last: null },
  ...{ period: '2026-11', ofThisPeriod: null },
});
const [first, second, third] = [meter(1), meter(2), meter(3)];

function servicesUntil(lastDay: number): IvrServices {
  const rules = readingsSchema.parse({ firstDay: 20, lastDay });
  const meters = {
    isOpen: () => isOpenOn(today, rules),
    isInService: (one: KnownMeter) => isInService(one, today),
    accountsOf: async () => [{ id: 1, number: '75000015' }],
    judge(typed: string, one: KnownMeter) {
      if (one.id !== first.id) today = '2026-11-26';
      return judge(typed, one, today, rules);
    },
    newEntry: () => 'one',
    record: async () => ({ kept: 'database', replaced: false }),
  };
  return { company: { readings: rules }, meters } as unknown as IvrServices;
}

/** All that is said after the first reading was kept. */
async function heardAfterTheFirst(lastDay: number, known: KnownMeter[], keys: string[]): Promise<string[]> {
  const one = fakeCall();
  const services = servicesUntil(lastDay);
  services.meters.ofAccount = async () => known;
  const ended = await askedIn(one, (call) => readings(call, services), ['126*5#', '1', ...keys]);
  expect(ended).toBe(mainMenu);
  return one.said.slice(one.said.indexOf(sentence('readings.kept')) + 1);
}

const askedFor = (one: KnownMeter) => [
  sentence(['readings.meter', described(one)]),
  sentence('readings.enter'),
];
const told = [
  sentence('readings.done'),
  sentence(['readings.taken', { ...described(first), value: '126.5' }]),
];

test('who keys in a reading when the last day is over hears when they are taken, and what was taken before', async () => {
  expect(await heardAfterTheFirst(25, [first, second, third], ['130*1#'])).toEqual([
    ...askedFor(second),
    sentence(['readings.closed', { from: 20, until: 25 }]),
    ...told,
  ]);
});

test('a meter that is out of service since midnight is passed over, and what was keyed in is not called no number', async () => {
  const gone = meter(2, '2026-11-26');
  expect(await heardAfterTheFirst(30, [first, gone], ['130*1#'])).toEqual([
    ...askedFor(gone),
    sentence(['readings.out-of-service', described(gone)]),
    ...told,
  ]);
});

test('who confirms twice, to be sure, hears that it is kept, and which meter comes next', async () => {
  const { call, said } = fakeCall();
  const services = servicesUntil(30);
  services.meters.ofAccount = async () => [first, second];
  services.meters.record = async () => {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    return { kept: 'database', replaced: false };
  };
  const led = readings(call, services).catch((error: unknown) => error);
  for (const key of '126*5#') call.keys.press(key);
  await vi.advanceTimersByTimeAsync(1_000);
  call.keys.press('1');
  await vi.advanceTimersByTimeAsync(1_000);
  call.keys.press('1');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(said.slice(said.indexOf(sentence('readings.kept')) + 1)).toEqual(askedFor(second));
  expect(call.keys.any).toBe(false);
  call.over('caller-hung-up');
  await led;
});

test('a meter that was replaced is passed over without a word; one that nothing replaces is told of', async () => {
  const old = meter(1, '2026-06-01');
  const alone = { ...meter(4, '2026-06-01'), place: 'bathroom' } as const;
  const one = fakeCall();
  const services = servicesUntil(30);
  services.meters.ofAccount = async () => [old, second, alone];
  await askedIn(one, (call) => readings(call, services), ['126*5#', '1']);
  const { said } = one;
  expect(said.slice(0, 2)).toEqual(askedFor(second));
  expect(said).toContain(sentence(['readings.out-of-service', described(alone)]));
});
