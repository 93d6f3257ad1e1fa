import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { stopTheClock } from '../virtual-time.ts';
import { idealWaits, type Waits } from './ideal.ts';
import { type Arrival, asCsv, dayFile, daySeed, fromCsv, makeDay } from './make-day.ts';
import { replayDay } from './replay.ts';

const staff = { operators: 5, pickUpS: 2, wrapUpS: 20 };
const equal = { emergency: 0, dispatcher: 0, requests: 0 };
const urgentFirst = { emergency: 3_600, dispatcher: 120, requests: 0 };
/** How much longer than in the ideal line a caller may wait in the mean. */
const most = 1.05;

/** A day takes some seconds, and more while both cores are at work. */
const limitMs = 90_000;

const text = readFileSync(dayFile, 'utf8');
const day = fromCsv(text);

beforeEach(() => stopTheClock({ looksAround: false }));
afterEach(() => void vi.useRealTimers());

const mean = (waits: Waits) => waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
const of = (queue: Arrival['queue'], waits: Waits) => waits.filter((_, index) => day[index]?.queue === queue);

test('the file is the day that its seed gives', () => {
  expect(asCsv(makeDay(daySeed))).toBe(text);
});

test('the ideal line: three callers, one operator, by hand', () => {
  const caller = (atS: number, queue: Arrival['queue'], patienceS = 600) => ({
    atS,
    queue,
    talkS: 60,
    patienceS,
  });
  const alone = { operators: 1, pickUpS: 2, wrapUpS: 20 };
  const three = [caller(0, 'requests'), caller(10, 'requests'), caller(20, 'emergency')];
  // The first talks from 2 to 62, and the operator is free at 82 and at 164.
  expect(idealWaits(three, alone, equal)).toEqual([2, 82 + 2 - 10, 164 + 2 - 20]);
  expect(idealWaits(three, alone, urgentFirst)).toEqual([2, 164 + 2 - 10, 82 + 2 - 20]);
  expect(idealWaits([caller(0, 'requests'), caller(10, 'requests', 30)], alone, equal)).toEqual([2, 30]);
});

test('a day of calls waits no longer than with an ideal first come, first served', {
  timeout: limitMs,
}, async () => {
  const ideal = mean(idealWaits(day, staff, equal));
  // Otherwise nobody would have to wait, and any line would do.
  expect(ideal).toBeGreaterThan(30);
  const real = await replayDay(day, staff, equal);
  expect(real.some(Number.isNaN)).toBe(false);
  expect(mean(real) / ideal).toBeLessThanOrEqual(most);
});

test('with priorities every queue waits no longer than with the ideal of that rule', {
  timeout: limitMs,
}, async () => {
  const ideal = idealWaits(day, staff, urgentFirst);
  const real = await replayDay(day, staff, urgentFirst);
  for (const queue of ['emergency', 'dispatcher', 'requests'] as const)
    expect(mean(of(queue, real)) / mean(of(queue, ideal)), queue).toBeLessThanOrEqual(most);
  expect(mean(of('emergency', real))).toBeLessThan(mean(of('requests', real)) / 2);
});
