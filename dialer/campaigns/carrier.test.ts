import { afterAll, beforeAll, expect, test } from 'vitest';
import { attemptsOf } from '../../db/queries/attempts.ts';
import { AriError } from '../../telephony/asterisk/link-errors.ts';
import type { AriEvent, AsteriskNode } from '../../telephony/asterisk/node.ts';
import { type DialerStage, dialerStage } from '../../test/fakes/dialer-stage.ts';
import { Carrier } from './carrier.ts';

/** A carrier that takes no calls at all, by itself and with the dialer on a real database. */
let stage: DialerStage;
beforeAll(async () => {
  stage = await dialerStage();
});
afterAll(() => stage.close());

const at = (minutes: number) => new Date(minutes * 60_000);

function watched() {
  const told: (number | null)[] = [];
  const carrier = new Carrier((until) => told.push(until && until.getTime() / 60_000));
  let id = 0;
  const refuses = (number: string, minutes = 0) => carrier.refuses({ id: ++id, number }, at(minutes));
  return { carrier, told, refuses };
}

test('three numbers refused in a row are the carrier’s refusals; the same number again, or with a call that went through between, is not', () => {
  const { carrier, told, refuses } = watched();
  expect([refuses('a'), refuses('a'), refuses('b')]).toEqual([[], [], []]);
  carrier.goesThrough();
  expect([refuses('c'), refuses('d')]).toEqual([[], []]);
  expect(told).toEqual([]);
  expect(carrier.lanes(4, at(0))).toBe(4);
  expect(refuses('e')).toEqual([4, 5, 6]);
  // It was under way already.
  expect(refuses('f')).toEqual([7]);
  expect(told).toEqual([1]);
});

test('it rests for longer and longer, with one call after each rest, until that goes through', () => {
  const { carrier, told, refuses } = watched();
  for (const number of ['a', 'b', 'c']) refuses(number);
  expect(carrier.lanes(4, at(0.9))).toBe(0);
  for (const minutes of [1, 3, 7, 15, 31, 61]) {
    expect(carrier.lanes(4, at(minutes))).toBe(1);
    expect(refuses('x', minutes)).toHaveLength(1);
    expect(carrier.lanes(4, at(minutes))).toBe(0);
  }
  carrier.goesThrough();
  expect(told).toEqual([1, 3, 7, 15, 31, 61, 91, null]);
  expect(carrier.lanes(4, at(62))).toBe(4);
});

/** An Asterisk by which each call ends in some way, as soon as it is made; `how` is asked for each. */
function nodeWhere(how: () => Partial<AriEvent>[] | AriError) {
  const listeners = new Map<string, (event: AriEvent) => void>();
  return {
    ...{ name: 'n1', state: 'up', onState: () => () => undefined },
    onSubject(channel: string, listener: (event: AriEvent) => void) {
      listeners.set(channel, listener);
      return () => listeners.delete(channel);
    },
    async ari(_: string, operation: string, { channelId }: { channelId: string }) {
      if (operation !== 'originateWithId') return;
      const happens = how();
      if (happens instanceof AriError) throw happens;
      for (const event of happens) listeners.get(channelId)?.(event as AriEvent);
    },
  } as unknown as AsteriskNode;
}

const destroyed = (cause: number, sipStatus: number) =>
  [{ type: 'ChannelDestroyed', cause, tech_cause: sipStatus }] as Partial<AriEvent>[];

test.each([
  { how: 'with 403', refused: destroyed(21, 403), block: '+38099001000' },
  { how: 'with 503', refused: destroyed(34, 503), block: '+38099001100' },
  {
    how: 'by having no way out',
    refused: new AriError('ari.failed', 'Allocation failed', 500),
    block: '+38099001200',
  },
])(
  'where the carrier refuses every call $how, the list waits until it takes calls again, and no try is lost',
  async ({ refused, block }) => {
    const numbers = Array.from({ length: 8 }, (_, index) => `${block}${index}`);
    let clock = new Date(Date.UTC(2036, 10, 20, 12));
    let refuses = true;
    let calls = 0;
    const node = nodeWhere(() => {
      calls++;
      return refuses ? refused : destroyed(1, 404);
    });
    const { dialer, bus } = stage.dialerWith({ node, now: () => clock });
    const rests: (Date | null)[] = [];
    bus.on('campaigns-rest', ({ until }) => rests.push(until));
    const id = await stage.started(dialer, ...numbers);
    const underWay = async () => (await attemptsOf(stage.db, id)).some(({ state }) => state === 'dialling');
    await expect.poll(() => rests, { timeout: 10_000 }).toHaveLength(1);
    await expect.poll(underWay).toBe(false);
    // The third, and what was under way beside it.
    expect(calls).toBeLessThanOrEqual(4);
    expect(await dialer.get(id)).toMatchObject({ state: 'running', numbers: 8, done: 0 });
    const tried = (await attemptsOf(stage.db, id)).filter(({ state }) => state === 'done');
    expect(tried.map(({ outcome }) => outcome)).toEqual(tried.map(() => 'failed'));
    expect(dialer.restsUntil).toEqual(new Date(clock.getTime() + 60_000));

    clock = new Date(clock.getTime() + 60_000);
    refuses = false;
    await dialer.start(id);
    const isFinished = async () => (await dialer.get(id)).state === 'finished';
    await expect.poll(isFinished, { timeout: 15_000 }).toBe(true);
    expect(rests.at(-1)).toBeNull();
    const last = (await attemptsOf(stage.db, id)).filter(({ outcome }) => outcome === 'no-such-number');
    expect(last.map(({ number }) => number).sort()).toEqual(numbers);
    await dialer.stop();
  },
);

test('who rejects the call when his telephone rings is left in peace, however many do so', async () => {
  const rings = { type: 'ChannelStateChange', channel: { state: 'Ringing' } } as Partial<AriEvent>;
  const { dialer } = stage.dialerWith({ node: nodeWhere(() => [rings, ...destroyed(21, 403)]) });
  const numbers = Array.from({ length: 4 }, (_, index) => `+38099001900${index}`);
  const id = await stage.started(dialer, ...numbers);
  await expect.poll(async () => (await dialer.get(id)).state, { timeout: 10_000 }).toBe('finished');
  expect((await attemptsOf(stage.db, id)).map(({ outcome }) => outcome)).toEqual(
    numbers.map(() => 'rejected'),
  );
  expect(dialer.restsUntil).toBeNull();
  await dialer.stop();
});
