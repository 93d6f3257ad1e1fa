import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Leg, ringOperator } from '../../telephony/call/leg.ts';
import { type FakeFloor, openFakeFloor } from '../../test/floor/fake-floor.ts';
import { passMs, settle, stopTheClock } from '../../test/floor/virtual-time.ts';
import { lostOrEnded, ringAgain, whenSoundStops } from './lost-phone.ts';

const irina = 1;

let floor: FakeFloor;
let leg: Leg;
let isPickedUpAtOnce: boolean;

beforeEach(async () => {
  stopTheClock();
  floor = openFakeFloor({ queues: [{ id: 'dispatcher' }] });
  floor.comesToWork(irina);
  isPickedUpAtOnce = true;
  floor.phones.onRing((rung) => isPickedUpAtOnce && floor.phones.pickUp(rung));
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

test.each([
  ['is put down', 'hung-up', 'ended'],
  ['has no power, so that Asterisk gives it up,', 'cut-off', 'lost'],
] as const)('a SIP phone that %s (%s): the talk is %s', async (_, how, why) => {
  floor.operators.opened(irina, 'sip');
  const over = lostOrEnded(
    { leg, ended: new AbortController().signal },
    {},
    { ...floor, endpointOf: String },
  );
  for (const phone of floor.phones.of(irina)) floor.phones.end(phone, how);
  expect(await over).toBe(why);
});

test.each([
  ['is there', 'registered', 'ended'],
  ['is there no more', 'unregistered', 'lost'],
] as const)(
  'of a SIP phone that went while the link was lost nobody has told why: one that %s',
  async (_, state, why) => {
    floor.operators.opened(irina, 'sip');
    const over = lostOrEnded(
      { leg, ended: new AbortController().signal },
      {},
      { ...floor, endpointOf: String },
    );
    floor.phones.link.lose();
    for (const phone of floor.phones.of(irina)) floor.phones.end(phone, 'hung-up');
    floor.operators.setPhone(irina, state);
    await floor.phones.linkIsBack();
    expect(await over).toBe(why);
  },
);

test('a SIP phone is rung again as often as it takes: whoever has to pick it up is not there at once', async () => {
  floor.operators.opened(irina, 'sip');
  floor.operators.setPhone(irina, 'registered');
  for (const phone of floor.phones.of(irina)) floor.phones.end(phone, 'cut-off');
  const limit = new AbortController();
  const { node } = floor.phones;
  let rung = 0;
  isPickedUpAtOnce = false;
  floor.phones.sip.add(irina);
  floor.phones.onRing((one) => {
    rung += 1;
    if (rung === 2) setTimeout(() => floor.phones.pickUp(one), 3_000);
  });
  const call = { id: 'call', number: null, node };
  const back = ringAgain(call, irina, { ...floor, endpointOf: String }, limit.signal);
  await passMs(15_000);
  limit.abort();
  expect((await back)?.operatorId).toBe(irina);
});
