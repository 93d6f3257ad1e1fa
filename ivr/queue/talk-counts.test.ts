import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Bus } from '../../events.ts';
import { TalkCounts } from './talk-counts.ts';

beforeEach(() => vi.useFakeTimers({ now: Date.parse('2026-11-26T20:00:00Z') }));
afterEach(() => vi.useRealTimers());

test('talks of today are counted by the company’s clock, with those from before the start', () => {
  const bus = new Bus((error) => {
    throw error;
  });
  const counts = new TalkCounts(bus, 'Europe/Kyiv', new Map([[1, 7]]));
  const talks = (operatorId: number) =>
    bus.emit('step', { callId: 'c', at: new Date(), kind: 'connected', operatorId, waitMs: 0 });
  talks(1);
  talks(2);
  expect([counts.of(1), counts.of(2), counts.of(3)]).toEqual([8, 1, 0]);
  // Midnight in Kyiv is 22:00 in Greenwich.
  vi.setSystemTime(Date.parse('2026-11-26T22:00:00Z'));
  expect(counts.of(1)).toBe(0);
  talks(1);
  expect(counts.of(1)).toBe(1);
  counts.close();
  talks(1);
  expect(counts.of(1)).toBe(1);
});
