import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Bus, type OperatorState } from '../../events.ts';
import { HandlingTimes } from './handling-times.ts';

beforeEach(() => vi.useFakeTimers({ now: 10_000_000 }));
afterEach(() => vi.useRealTimers());

function operatorAt(times: (bus: Bus) => HandlingTimes) {
  const bus = new Bus((error) => {
    throw error;
  });
  const becomes = (state: OperatorState, afterMs: number) => {
    vi.advanceTimersByTime(afterMs);
    const rest = { since: new Date(), callId: null, pauseReason: null, wrapUpEndsAt: null, wrapUpCall: null };
    const nobody = { setBy: null, afterwards: null };
    bus.emit('operator', { operatorId: 1, state, ...rest, ...nobody });
  };
  const connected = (afterMs = 0) => {
    vi.advanceTimersByTime(afterMs);
    bus.emit('step', { callId: 'c', at: new Date(), kind: 'connected', operatorId: 1, waitMs: 0 });
  };
  return { times: times(bus), becomes, connected };
}

test('the mean of the last hour, of talk and wrap-up together, with what was before the start', () => {
  const earlier = [{ endedAtMs: 10_000_000 - 3_000_000, handlingMs: 100_000 }];
  const { times, becomes, connected } = operatorAt((bus) => new HandlingTimes(bus, earlier));
  expect(times.meanMs).toBe(100_000);
  becomes('ringing', 1_000);
  becomes('talking', 5_000);
  connected();
  becomes('wrap-up', 150_000);
  becomes('ready', 50_000);
  expect(times.meanMs).toBe(150_000);
  vi.advanceTimersByTime(700_000);
  expect(times.meanMs).toBe(200_000);
  vi.advanceTimersByTime(3_600_000);
  expect(times.meanMs).toBeNull();
  times.close();
});

test('a number that is dialled in vain is no handling, and the ringing of one who is reached is none of it', () => {
  const { times, becomes, connected } = operatorAt((bus) => new HandlingTimes(bus, []));
  becomes('talking', 0);
  becomes('wrap-up', 30_000);
  becomes('ready', 1_000);
  expect(times.meanMs).toBeNull();
  becomes('talking', 0);
  connected(20_000);
  becomes('wrap-up', 60_000);
  // He dials the next one in vain, in his wrap-up.
  becomes('talking', 10_000);
  becomes('wrap-up', 30_000);
  becomes('ready', 0);
  expect(times.meanMs).toBe(70_000);
  times.close();
});
