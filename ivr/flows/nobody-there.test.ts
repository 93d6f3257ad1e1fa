import { describe, expect, test, vi } from 'vitest';
import { fakeCall, sentence } from '../../test/fakes/fake-call.ts';
import type { IvrServices } from '../services.ts';
import { onDuty } from './closed.ts';
import { callBackLater, nobodyThere } from './operator.ts';

/** Nobody may call abroad, nor what costs more. */
const company = {
  ...{ country: 'UA', areaCode: '342', executors: [], hotlines: [] },
  outgoing: { foreign: [], premium: [] },
};
/** The flow asks nothing else of them before a call back is wanted. */
const services = { company } as unknown as IvrServices;

test.each([
  ['0', 'insists on a person'],
  ['', 'says nothing'],
])(
  'where nobody is on the floor, a caller who presses "%s" (%s) waits, and is not asked again',
  async (keys) => {
    vi.useFakeTimers();
    try {
      const { call, said } = fakeCall();
      const next = nobodyThere('dispatcher')(call, services);
      await vi.advanceTimersByTimeAsync(0);
      for (const key of keys) call.keys.press(key);
      await vi.advanceTimersByTimeAsync(10_000);
      const waiting = await next;
      expect(waiting?.name).toBe('operator');
      expect(waiting?.given).toMatchObject({ queue: 'dispatcher', patient: true });
      expect(said).toEqual([sentence('queue.none')]);
    } finally {
      vi.useRealTimers();
    }
  },
);

test.each([
  ['withheld', null],
  ['abroad', '+48221234567'],
  ['one that costs more', '+380900301234'],
])('whose number is %s is promised no call back: he is told so and waits', async (_, number) => {
  const { call, said } = fakeCall(number);
  const waiting = await nobodyThere('dispatcher')(call, services);
  expect(said).toEqual([sentence('callback.no-number')]);
  expect(waiting?.given).toMatchObject({ queue: 'dispatcher', patient: true });
});

test('no place is kept for a number that we do not call: he stays in the line, at his place', async () => {
  const { call, said } = fakeCall('+48221234567');
  const waiting = await callBackLater({ queue: 'dispatcher', sinceMs: 5, emergency: false })(call, services);
  expect(waiting?.given).toMatchObject({ queue: 'dispatcher', sinceMs: 5, patient: true });
  expect(said).toEqual([]);
});

describe('an emergency that nobody can answer', () => {
  const hotlines = [{ id: '750-600', emergencyNumber: '1580' }];
  const queues = [
    { id: 'dispatcher', flows: [], duty: { queue: 'standby' } },
    { id: 'standby', flows: [] },
  ];
  const hours = { timezone: 'Europe/Kyiv', timetables: [], holidays: [] };
  const empty = { company: { ...company, ...hours, hotlines, queues }, line: { isStaffed: () => false } };
  const withHotline = empty as unknown as IvrServices;
  const number = [
    sentence(['emergency.number', { number: '1580' }]),
    sentence(['emergency.number.again', { number: '1580' }]),
  ];

  test('is told the number of the emergency service to its end, and only then asked', async () => {
    vi.useFakeTimers();
    try {
      const { call, said } = fakeCall();
      call.keys.press('1');
      const next = nobodyThere('dispatcher', { emergency: true })(call, withHotline);
      await vi.advanceTimersByTimeAsync(10_000);
      expect((await next)?.given).toMatchObject({ queue: 'dispatcher', patient: true, emergency: true });
      expect(said).toEqual([...number, sentence('queue.none')]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('is told it, too, where it cannot be called back, and where the queue on duty is empty', async () => {
    const { call, said } = fakeCall(null);
    const onStandby = await onDuty('dispatcher', withHotline)(call, withHotline);
    await onStandby?.(call, withHotline);
    expect(said).toEqual([...number, sentence('callback.no-number')]);
  });
});
