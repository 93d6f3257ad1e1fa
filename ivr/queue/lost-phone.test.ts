import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Leg, ringOperator } from '../../telephony/call/leg.ts';
import { type FakeFloor, openFakeFloor } from '../../test/floor/fake-floor.ts';
import { passMs, settle, stopTheClock } from '../../test/floor/virtual-time.ts';
import { ringAgain, whenSoundStops } from './lost-phone.ts';

const irina = 1;

let floor: FakeFloor;
let leg: Leg;

beforeEach(async () => {
  stopTheClock();
  floor = openFakeFloor({ queues: [{ id: 'dispatcher' }] });
  floor.comesToWork(irina);
  floor.phones.onRing((rung) => floor.phones.pickUp(rung));
  const dialling = { callId: 'call', endpoint: 'irina', callerNumber: '750600', ringMs: 8_000 };
  leg = await ringOperator(floor.phones.node, irina, dialling, new AbortController().signal);
});
afterEach(() => {
  expect(floor.errors).toEqual([]);
  floor.close();
  vi.clearAllTimers();
  vi.useRealTimers();
});

/** How long the phone is looked at until it counts as lost; null: it does not within a minute. */
async function lostAfterMs(): Promise<number | null> {
  const beganAtMs = Date.now();
  let lostAtMs: number | null = null;
  const stop = whenSoundStops(leg, { ...floor, endpointOf: String }, () => {
    lostAtMs ??= Date.now();
  });
  await passMs(60_000);
  stop();
  return lostAtMs === null ? null : lostAtMs - beganAtMs;
}

function fallsSilent(): void {
  for (const phone of floor.phones.legs.values()) phone.stillSinceMs = Date.now();
}

test('a page that was loaded anew after the phone was picked up, but before anybody looked, has lost it', async () => {
  await passMs(2_000);
  fallsSilent();
  floor.floor.deskLost(irina);
  floor.floor.deskOpened(irina);
  await settle();
  expect(await lostAfterMs()).toBeLessThan(2_000);
});

test('silence alone proves nothing while the page is there', async () => {
  fallsSilent();
  expect(await lostAfterMs()).toBeNull();
});

test('a computer that sleeps says nothing: as soon as its desk is found gone it has lost the phone, whose sound stood still before', async () => {
  setTimeout(fallsSilent, 9_000);
  setTimeout(() => floor.floor.deskLost(irina), 15_000);
  expect(await lostAfterMs()).toBeLessThan(15_500);
});

test('a desk that is away loses nothing as long as sound comes', async () => {
  floor.floor.deskLost(irina);
  expect(await lostAfterMs()).toBeNull();
});

test('a phone that was asleep is asked whether it is there, and rung then, however often its desk says that it is', async () => {
  floor.phones.hasSlept = true;
  let said = 0;
  floor.bus.on('phone', ({ operatorId, state }) => {
    said += 1;
    if (state === 'unregistered') queueMicrotask(() => floor.floor.phone(operatorId, 'registered'));
  });
  const { node } = floor.phones;
  const limit = new AbortController();
  const back = ringAgain(
    { id: 'call', number: null, node },
    irina,
    { ...floor, endpointOf: String },
    limit.signal,
  );
  await passMs(2_000);
  limit.abort();
  expect((await back)?.operatorId).toBe(irina);
  expect(said).toBeLessThan(5);
});
