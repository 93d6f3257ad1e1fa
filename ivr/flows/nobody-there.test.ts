import { expect, test, vi } from 'vitest';
import { fakeCall, sentence } from '../../test/fakes/fake-call.ts';
import type { IvrServices } from '../services.ts';
import { nobodyThere } from './operator.ts';

/** The flow asks nothing of them before a call back is wanted. */
const services = {} as IvrServices;

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
