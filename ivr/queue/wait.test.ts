import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Leg } from '../../telephony/call/leg.ts';
import { fakeCall, sentence } from '../../test/fakes/fake-call.ts';
import { passMs, settle, stopTheClock } from '../../test/floor/virtual-time.ts';
import type { WaitingLine } from './line.ts';
import { Place } from './place.ts';
import { ToldOfWait } from './told-of-wait.ts';
import { waitInLine } from './wait.ts';

beforeEach(() => stopTheClock());
afterEach(() => void vi.useRealTimers());

const at = (position: number) => sentence(['queue.position', { position }]);
const first = sentence('queue.wait.first');
const callback = sentence('queue.callback');

/** One who waits where the test says that he stands. */
function waiting(position: number) {
  const { call, said, languages, steps } = fakeCall();
  const told = new ToldOfWait();
  const stands = { position, estimateMs: null as number | null, tooLong: false };
  const listeners = new Set<() => void>();
  const line = {
    position: () => stands.position,
    estimateMs: () => stands.estimateMs,
    isToBeCalledBack: () => stands.tooLong,
    onMoved(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as WaitingLine;
  const since = { sinceMs: Date.now(), waitsSinceMs: Date.now() };
  const how = { ...since, patient: false, emergency: false, triedOutside: false };
  let place = new Place(call, 'dispatcher', how);
  return {
    ...{ call, said, languages, steps, stands, listeners },
    /** He waits, or comes back to it. */
    waits(mayBeCalledBack = true) {
      place = new Place(call, 'dispatcher', how);
      return waitInLine(call, place, line, { mayBeCalledBack, told });
    },
    moves(to: Partial<typeof stands>) {
      Object.assign(stands, to);
      for (const listener of [...listeners]) listener();
    },
    isAnswered: () => place.settle({ kind: 'answered', leg: {} as Leg, operatorId: 1 }),
  };
}

test('he hears where he stands, how long it may take, and that he may be called back; and that an operator has come ends it', async () => {
  const one = waiting(3);
  one.stands.estimateMs = 170_400;
  const ends = one.waits();
  await settle();
  expect(one.said).toEqual([at(3), sentence(['queue.estimate', { minutes: 3 }]), callback]);
  expect(one.steps).toContainEqual(
    expect.objectContaining({ kind: 'told-wait', position: 3, estimateMs: 170_400 }),
  );
  one.isAnswered();
  expect(await ends).toMatchObject({ kind: 'answered', operatorId: 1 });
  expect(one.listeners.size).toBe(0);
});

test('he hears that he has moved up, once in 30 s at most; not that others have come before him', async () => {
  const one = waiting(5);
  void one.waits();
  await settle();
  await passMs(10_000);
  one.moves({ position: 4 });
  await passMs(19_000);
  expect(one.said).toEqual([at(5), callback]);
  one.moves({ position: 3 });
  await passMs(1_500);
  expect(one.said.slice(2)).toEqual([at(3)]);
  await passMs(60_000);
  one.moves({ position: 6 });
  await settle();
  one.moves({ position: 1 });
  await settle();
  expect(one.said.slice(3)).toEqual([first]);
  one.isAnswered();
});

test('nothing is said anew who comes back to his wait within 30 s; what he has missed comes after them', async () => {
  const one = waiting(4);
  void one.waits();
  await settle();
  await passMs(8_000);
  one.call.keys.press('9');
  await settle();
  void one.waits();
  await passMs(5_000);
  one.call.keys.press('9');
  await settle();
  one.stands.position = 2;
  void one.waits();
  await passMs(16_000);
  expect(one.said).toEqual([at(4), callback]);
  await passMs(1_500);
  expect(one.said.slice(2)).toEqual([at(2)]);
  one.isAnswered();
});

test('who has waited elsewhere for longer hears where he stands when he is back', async () => {
  const one = waiting(2);
  void one.waits();
  await settle();
  one.call.keys.press('9');
  // Whatever the clock is set to meanwhile.
  vi.setSystemTime(Date.now() - 3_600_000);
  await passMs(45_000);
  void one.waits();
  await settle();
  expect(one.said).toEqual([at(2), callback, at(2)]);
  one.isAnswered();
});

test('who has chosen another language hears it all in that, when 30 s are over', async () => {
  const one = waiting(2);
  void one.waits();
  await settle();
  one.call.keys.press('9');
  await passMs(10_000);
  one.call.language = 'ru';
  void one.waits();
  await settle();
  expect(one.languages).toEqual(['uk', 'uk']);
  await passMs(20_500);
  expect(one.said).toEqual([at(2), callback, at(2), callback]);
  expect(one.languages).toEqual(['uk', 'uk', 'ru', 'ru']);
  one.isAnswered();
});

test.each([
  ['*', 'callback'],
  ['9', 'language'],
  ['#', 'back'],
])('%s leads to %s', async (key, kind) => {
  const one = waiting(1);
  const ends = one.waits();
  await settle();
  one.call.keys.press('5');
  one.call.keys.press(key);
  expect(await ends).toEqual({ kind });
});

test('who may not be called back is not told so, and * leads nowhere', async () => {
  const one = waiting(1);
  const ends = one.waits(false);
  await settle();
  one.stands.tooLong = true;
  one.call.keys.press('*');
  await passMs(60_000);
  expect(one.said).toEqual([first]);
  one.isAnswered();
  expect(await ends).toMatchObject({ kind: 'answered' });
});

test('who waits the longest that his queue allows is told once more that he may be called back, and only once', async () => {
  const one = waiting(2);
  void one.waits();
  await settle();
  await passMs(20_000);
  one.moves({ tooLong: true });
  await passMs(10_500);
  expect(one.said.slice(2)).toEqual([sentence('queue.long-wait'), callback]);
  one.call.keys.press('9');
  await settle();
  void one.waits();
  await passMs(60_000);
  expect(one.said).toHaveLength(4);
  one.isAnswered();
});
