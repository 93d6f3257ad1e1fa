import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Call } from '../../telephony/call/call.ts';
import { ringOperator } from '../../telephony/call/leg.ts';
import { Room } from '../../telephony/call/room.ts';
import { type FakeFloor, openFakeFloor } from '../../test/floor/fake-floor.ts';
import type { FakeLeg } from '../../test/floor/fake-phones.ts';
import { passMs, settle, stopTheClock } from '../../test/floor/virtual-time.ts';
import { TalkPhone } from './talk-phone.ts';

const irina = 1;

let floor: FakeFloor;
let phone: TalkPhone;
/** What the caller hears besides people. */
let heard: string[];
let ended: AbortController;

beforeEach(async () => {
  stopTheClock();
  floor = openFakeFloor({ queues: [{ id: 'dispatcher' }] });
  floor.comesToWork(irina);
  heard = [];
  ended = new AbortController();
  floor.phones.callerComes('call');
  const { node } = floor.phones;
  const { signal } = new AbortController();
  const call = {
    ...{ id: 'call', number: '+380501112233', node, signal, room: new Room(node, 'call') },
    music: async (on: boolean) => void heard.push(on ? 'music' : 'silence'),
    sayUntil: async (_until: AbortSignal, prompt: string) => void heard.push(prompt),
  } as unknown as Call;
  const dialling = { callId: 'call', endpoint: '', callerNumber: '750600', ringMs: 8_000 };
  const ringing = ringOperator(node, irina, dialling, signal);
  await settle();
  floor.phones.pickUp(legOf());
  phone = new TalkPhone(call, await ringing, false, { ...floor, endpointOf: String });
  await phone.enter();
});
afterEach(() => {
  expect(floor.errors).toEqual([]);
  floor.close();
  vi.clearAllTimers();
  vi.useRealTimers();
});

const legOf = () => floor.phones.of(irina)[0] as FakeLeg;
const room = () => floor.phones.roomOf(legOf());

/** The browser is closed, and the phone in it counts as lost. */
async function isLost(): Promise<void> {
  const why = phone.untilLostOrEnded(ended.signal);
  legOf().stillSinceMs = Date.now();
  floor.floor.deskLost(irina);
  await passMs(4_000);
  expect(await why).toBe('lost');
  expect(phone.isAway).toBe(true);
}

function opensThePage(): void {
  floor.floor.deskOpened(irina);
  floor.floor.phone(irina, 'registered');
}

const company = (isAlone: boolean) => ({ isAlone: () => isAlone, onChanged: () => () => undefined });

/** The page is opened again, and the phone is with the caller as before. */
async function isBack({ alone = true } = {}): Promise<void> {
  const back = phone.comesBack(company(alone), ended.signal);
  await settle();
  opensThePage();
  await passMs(1_000);
  expect(await back).toBe(true);
}

test('on hold it is in no room while the caller hears music, and then with him again', async () => {
  await phone.hold(true);
  expect([phone.isHeld, room(), heard]).toEqual([true, undefined, ['music']]);
  await phone.hold(false);
  expect([phone.isHeld, room(), heard.at(-1)]).toEqual([false, 'room-call', 'silence']);
});

test('whose phone was lost is with the caller again, who has heard that he is coming back', async () => {
  await isLost();
  await isBack();
  expect([phone.isAway, room()]).toEqual([false, 'room-call']);
  expect(heard).toEqual(['silence', 'operator.returning', 'music', 'silence']);
});

test('who was on hold when the phone was lost is on hold when it is back', async () => {
  await phone.hold(true);
  await isLost();
  await isBack();
  expect([phone.isHeld, room(), heard.at(-1)]).toEqual([true, undefined, 'music']);
});

test('a caller who is with somebody else meanwhile hears nothing of it', async () => {
  await isLost();
  await isBack({ alone: false });
  expect(heard).toEqual([]);
});

/** What becomes of the wait for it; undefined while it is waited for. */
function waitedFor(): () => boolean | undefined {
  let came: boolean | undefined;
  void phone.comesBack(company(true), ended.signal).then((isBack) => {
    came = isBack;
  });
  return () => came;
}

test('it is waited for 30 s', async () => {
  await isLost();
  const came = waitedFor();
  await passMs(29_000);
  expect(came()).toBeUndefined();
  await passMs(1_500);
  expect([came(), phone.isAway, heard.at(-1)]).toEqual([false, true, 'silence']);
});

test('it is waited for no longer than the talk', async () => {
  await isLost();
  const came = waitedFor();
  await passMs(5_000);
  expect(came()).toBeUndefined();
  ended.abort();
  await settle();
  expect([came(), phone.isAway, heard.at(-1)]).toEqual([false, true, 'silence']);
});

test('who picks up when the talk has just ended goes nowhere, and brings no music', async () => {
  await phone.hold(true);
  await isLost();
  const came = waitedFor();
  const before = phone.givesWay(() => new Promise((resolve) => setTimeout(resolve, 1_500)));
  opensThePage();
  await passMs(1_000);
  expect(came()).toBeUndefined();
  heard = [];
  ended.abort();
  await passMs(1_000);
  await before;
  expect([came(), heard.includes('music')]).toEqual([false, false]);
});

test('it is not waited for when he is locked out, neither from then on nor at all; the caller is not told that he is coming back', async () => {
  await isLost();
  const came = waitedFor();
  await passMs(5_000);
  expect(came()).toBeUndefined();
  floor.floor.lockedOut(irina);
  await settle();
  expect(came()).toBe(false);
  heard = [];
  const again = waitedFor();
  await settle();
  expect([again(), heard]).toEqual([false, []]);
});

test('put on hold before it has come to the caller, it comes first, and is on hold then', async () => {
  floor.phones.answerMs = () => 500;
  const entering = phone.enter();
  floor.phones.answerMs = () => 0;
  const holding = phone.hold(true);
  await passMs(2_000);
  await Promise.all([entering, holding]);
  expect([phone.isHeld, room(), heard]).toEqual([true, undefined, ['music']]);
});

test('lost while it is put on hold, it is on hold when it is back, and in no room', async () => {
  const why = phone.untilLostOrEnded(ended.signal);
  floor.phones.answerMs = () => 2_000;
  const holding = phone.hold(true);
  floor.phones.answerMs = () => 0;
  floor.phones.end(legOf(), 'hung-up');
  expect(await why).toBe('lost');
  await isBack();
  await passMs(4_000);
  await holding;
  expect([phone.isHeld, phone.isAway, room()]).toEqual([true, false, undefined]);
});

test('lost before anything has come of it, it has no channel any more', () => {
  floor.phones.end(legOf(), 'hung-up');
  expect(phone.channelId).toBeNull();
});
