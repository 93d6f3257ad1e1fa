import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Bus, type OperatorState } from '../../events.ts';
import { HandlingTimes } from './handling-times.ts';

beforeEach(() => vi.useFakeTimers({ now: 10_000_000 }));
afterEach(() => vi.useRealTimers());

test('the mean of the last hour, of talk and wrap-up together, with what was before the start', () => {
  const bus = new Bus((error) => {
    throw error;
  });
  const times = new HandlingTimes(bus, [{ endedAtMs: 10_000_000 - 3_000_000, handlingMs: 100_000 }]);
  const becomes = (state: OperatorState, afterMs: number) => {
    vi.advanceTimersByTime(afterMs);
    const rest = { since: new Date(), callId: null, pauseReason: null, wrapUpEndsAt: null, wrapUpCall: null };
    const nobody = { setBy: null, afterwards: null };
    bus.emit('operator', { operatorId: 1, state, ...rest, ...nobody });
  };
  expect(times.meanMs).toBe(100_000);
  becomes('ringing', 1_000);
  becomes('talking', 5_000);
  becomes('wrap-up', 150_000);
  becomes('ready', 50_000);
  expect(times.meanMs).toBe(150_000);
  vi.advanceTimersByTime(700_000);
  expect(times.meanMs).toBe(200_000);
  vi.advanceTimersByTime(3_600_000);
  expect(times.meanMs).toBeNull();
  times.close();
});
