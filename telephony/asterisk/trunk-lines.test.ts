import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLog } from '../../log.ts';
import type { AriEvent, AriEventType, AsteriskNode } from './node.ts';
import { TrunkLines } from './trunk-lines.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the lines of the carrier are counted once for all that happens within a second, and told when it is another number', async () => {
  const listeners = new Map<AriEventType, (event: AriEvent) => void>();
  let names: string[] = [];
  let asked = 0;
  const node = {
    state: 'up',
    on(type: AriEventType, listener: (event: AriEvent) => void) {
      listeners.set(type, listener);
      return () => listeners.delete(type);
    },
    onState: () => () => undefined,
    async ari() {
      asked += 1;
      return names.map((name) => ({ name }));
    },
  } as unknown as AsteriskNode;
  const told: number[] = [];
  const log = createLog('silent');
  const lines = new TrunkLines({ node, endpoints: ['carrier', 'op'], told: (n) => told.push(n), log });
  const happens = (type: AriEventType) => listeners.get(type)?.({ type, timestamp: '' });

  names = ['PJSIP/carrier-00000001', 'PJSIP/op-0000000a', 'PJSIP/op-3-0000000b', 'Snoop/carrier-00000001'];
  for (const type of ['StasisStart', 'ChannelStateChange', 'ChannelDestroyed'] as const) happens(type);
  await vi.advanceTimersByTimeAsync(1_000);
  expect([told, asked, lines.inUse]).toEqual([[2], 1, 2]);
  happens('ChannelStateChange');
  await vi.advanceTimersByTimeAsync(1_000);
  expect([told, asked]).toEqual([[2], 2]);
  names = [];
  happens('ChannelDestroyed');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toEqual([2, 0]);
  lines.close();
  expect(listeners.size).toBe(0);
});
