import { setTimeout as pause } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { NewCallback } from '../db/queries/callbacks.ts';
import type { HolosEvents } from '../events.ts';
import { normaliseNumber } from '../housing/phone-number.ts';
import { createLog } from '../log.ts';
import { backoffMs } from '../telephony/asterisk/backoff.ts';
import type { NodeState } from '../telephony/asterisk/node.ts';
import { type FallbackParts, takeOverFallbackCalls } from './fallback-callbacks.ts';

/** Nobody may call abroad. */
const company = {
  ...{ country: 'UA', areaCode: '342', executors: [], outgoing: { foreign: [], premium: [] } },
  hotlines: [{ id: '750-600', numbers: ['750600'], emergencyNumber: '1580' }],
};

/** An Asterisk that keeps these keys, and a database that may be away. */
function setUp(...keys: string[]) {
  const kept = new Set(keys);
  const promised: NewCallback[] = [];
  const told: number[] = [];
  const world = { databaseIsAway: false, tries: 0, kept, promised, told };
  const log = createLog('silent');
  const warn = vi.spyOn(log, 'warn');
  let tell: (state: NodeState) => void = () => undefined;
  const node: FallbackParts['node'] = {
    name: 'n1',
    async ami(action, fields = {}): Promise<Record<string, string>> {
      if (action === 'DBDel') kept.delete(fields.Key ?? '');
      return action === 'Getvar' ? { value: [...kept].join(',') } : {};
    },
    onState(listener) {
      tell = listener;
      return () => {
        tell = () => undefined;
      };
    },
  };
  const stop = takeOverFallbackCalls({
    node,
    company: company as unknown as FallbackParts['company'],
    normalise: (written) => normaliseNumber(written, company),
    async promise(callback) {
      world.tries += 1;
      if (world.databaseIsAway) throw new Error('the database is away');
      return { id: promised.push(callback) };
    },
    bus: { emit: (_, event) => void told.push((event as HolosEvents['callback']).callbackId) },
    log,
  });
  return { ...world, world, warn, stop, enter: (state: NodeState) => tell(state) };
}

const key = '750600:1000:0501112233:n1-1.1:';
const callback = {
  callId: 'n1-fallback-1000000-+380501112233',
  number: '+380501112233',
  hotline: '750-600',
  why: 'no-controller',
  promisedAt: new Date(1_000_000),
};

test('who was promised a call back while no controller was there is on the list once the node is up, and the desks hear of it', async () => {
  const { kept, promised, told, enter, stop } = setUp(key, '750600:1001::n1-1.2:', '750600:1002:12:n1-1.3:');
  enter('up');
  await vi.waitFor(() => expect(kept.size).toBe(0));
  expect(promised).toEqual([callback]);
  expect(told).toEqual([1]);
  stop();
});

test.each(['', '12345', '0000000000', '+48221234567'])(
  'that a caller whose number is "%s" cannot be called back stands in the log',
  async (number) => {
    const { kept, promised, warn, enter, stop } = setUp(`750600:1000:${number}:n1-1.1:`);
    enter('up');
    await vi.waitFor(() => expect(kept.size).toBe(0));
    expect(promised).toEqual([]);
    const which = { person: { number }, dialled: '750600', at: new Date(1_000_000) };
    expect(warn.mock.calls).toEqual([[which, 'a caller of the fallback cannot be called back']]);
    stop();
  },
);

test('a database that is away then is asked again until it takes them, without another connection', async () => {
  const { world, kept, promised, enter, stop } = setUp(key);
  world.databaseIsAway = true;
  enter('up');
  await vi.waitFor(() => expect(world.tries).toBeGreaterThan(2), 5_000);
  expect([...kept]).toEqual([key]);
  world.databaseIsAway = false;
  await vi.waitFor(() => expect(promised).toEqual([callback]), 5_000);
  await vi.waitFor(() => expect(kept.size).toBe(0));
  const { tries } = world;
  stop();
  expect(world.tries).toBe(tries);
});

test('when the node goes down, or it is ended, nothing is tried any more', async () => {
  const { world, enter, stop } = setUp(key);
  world.databaseIsAway = true;
  enter('up');
  await vi.waitFor(() => expect(world.tries).toBe(1));
  enter('down');
  enter('up');
  await vi.waitFor(() => expect(world.tries).toBe(2));
  stop();
  enter('up');
  // The next try would have come by now.
  await pause(2 * backoffMs(0));
  expect(world.tries).toBe(2);
});
