import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { HolosEvents } from '../../events.ts';
import { openFakeFloor } from '../../test/floor/fake-floor.ts';
import { settle, stopTheClock } from '../../test/floor/virtual-time.ts';

beforeEach(() => stopTheClock());
afterEach(() => void vi.useRealTimers());

const waiting = 200;
const operators = Array.from({ length: 30 }, (_, index) => index + 1);

/** A line of 200 callers who ask where they stand whenever it moves, as callers do, and 30 operators who are busy otherwise. */
async function fullFloor() {
  const floor = openFakeFloor({ queues: [{ id: 'dispatcher' }] });
  for (const id of operators) {
    floor.comesToWork(id);
    floor.floor.pause(id, 'lunch');
  }
  const callers = Array.from({ length: waiting }, (_, index) => floor.comes(`caller ${index}`, 'dispatcher'));
  for (const { place } of callers) {
    if (!place) throw new Error('everybody waits');
    floor.line.onMoved(() => void [floor.line.position(place), floor.line.estimateMs(place)]);
  }
  await settle();
  return { floor, callers };
}

/** How much is done while something happens: looks at the whole floor, looks at the rules of a queue, and what is told. */
async function workOf({ floor }: Awaited<ReturnType<typeof fullFloor>>, happens: () => void) {
  const floors = vi.spyOn(floor.operators, 'floor');
  const rules = vi.spyOn(floor.rulebook, 'of');
  const told: Partial<Record<keyof HolosEvents, number>> = {};
  const stops = (['queue', 'operator', 'step', 'desk-call'] as const).map((name) =>
    floor.bus.on(name, () => {
      told[name] = (told[name] ?? 0) + 1;
    }),
  );
  happens();
  await settle();
  for (const stop of stops) stop();
  const work = { floors: floors.mock.calls.length, rulesPerCaller: rules.mock.calls.length / waiting, told };
  floors.mockRestore();
  rules.mockRestore();
  return work;
}

test('a caller who leaves a full line costs a few looks at it, though all others ask where they stand now', async () => {
  const full = await fullFloor();
  const work = await workOf(full, () => full.callers[0]?.hangUp());
  // The step is that of his end.
  expect(work.told).toEqual({ queue: 1, step: 1 });
  expect(work.floors).toBeLessThanOrEqual(2);
  expect(work.rulesPerCaller).toBeLessThan(10);
  full.floor.close();
});

test('an operator who becomes ready costs a look at the floor for each state that he goes through', async () => {
  const full = await fullFloor();
  const work = await workOf(full, () => full.floor.floor.ready(1));
  // Ready, and rung at once.
  expect(work.told).toEqual({ operator: 2, 'desk-call': 1, step: 1 });
  expect(work.floors).toBeLessThanOrEqual(3);
  expect(work.rulesPerCaller).toBeLessThan(15);
  full.floor.close();
});

test('what has changed is seen at once by whoever asks', async () => {
  const { floor, callers } = await fullFloor();
  const [first, second] = callers;
  if (!first?.place || !second?.place) throw new Error('both wait');
  expect(floor.line.position(second.place)).toBe(2);
  first.hangUp();
  await settle();
  expect(floor.line.position(second.place)).toBe(1);
  expect(floor.line.estimateMs(second.place)).toBeNull();
  floor.close();
});
