import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Call } from '../../telephony/call/call.ts';
import type { Leg } from '../../telephony/call/leg.ts';
import { type FakeFloor, openFakeFloor } from '../../test/floor/fake-floor.ts';
import type { FakeLeg } from '../../test/floor/fake-phones.ts';
import { passMs, settle, stopTheClock } from '../../test/floor/virtual-time.ts';
import { OutgoingTalks } from './outgoing-talk.ts';

const irina = 1;
const number = '+380501112233';

let floor: FakeFloor;
let outgoing: OutgoingTalks<undefined>;
/** The resident picks up. */
let picksUp: (call: Call) => void;
let ringing: AbortSignal;
/** With what phone a talk was begun. */
let led: Leg[];

beforeEach(() => {
  stopTheClock();
  floor = openFakeFloor({ queues: [{ id: 'dispatcher' }] });
  led = [];
  outgoing = new OutgoingTalks<undefined>({
    ...{ operators: floor.operators, answers: floor.answers, node: floor.phones.node, log: floor.log },
    endpointOf: String,
    ring: (_, signal) => {
      ringing = signal;
      return new Promise((done, fail) => {
        picksUp = done;
        signal.addEventListener('abort', () => fail(signal.reason));
      });
    },
    talk: (leg) => {
      led.push(leg);
      return async () => undefined;
    },
    lead: () => undefined,
  });
  floor.comesToWork(irina);
  floor.bus.on('desk-call', ({ operatorId, call }) => {
    if (call) queueMicrotask(() => floor.floor.cardShown(operatorId, call.callId));
  });
});
afterEach(() => {
  expect(floor.errors).toEqual([]);
  floor.close();
  vi.clearAllTimers();
  vi.useRealTimers();
});

const phone = () => floor.phones.of(irina)[0] as FakeLeg;

/** Irina's phone is picked up by her browser, and hears the resident's ring. */
async function rings(): Promise<FakeLeg> {
  outgoing.begin(irina, { number, hotline: '750-600' });
  await settle();
  await passMs(400);
  expect(ringing.aborted).toBe(false);
  return phone();
}

function closesThePage(leg: FakeLeg): void {
  leg.stillSinceMs = Date.now();
  floor.floor.deskLost(irina);
}

function opensIt(): void {
  floor.floor.deskOpened(irina);
  floor.floor.phone(irina, 'registered');
}

test('a page that is loaded anew while the resident’s phone rings: her own is rung again, and the talk begins with it', async () => {
  const before = await rings();
  closesThePage(before);
  await passMs(1_000);
  opensIt();
  await passMs(2_500);
  expect(phone()).toMatchObject({ up: true, operatorId: irina });
  expect(phone()).not.toBe(before);
  expect(ringing.aborted).toBe(false);
  picksUp({} as Call);
  await settle();
  expect(led.map(({ channelId }) => channelId)).toEqual([phone().channelId]);
});

test('who is not back yet when the resident picks up is brought back by the talk', async () => {
  closesThePage(await rings());
  await passMs(4_000);
  picksUp({} as Call);
  await settle();
  expect(led.map(({ gone }) => gone.aborted)).toEqual([true]);
  expect(floor.phones.of(irina)).toEqual([]);
});

test('who does not come back gives up: the resident’s phone falls silent, and nothing is left on the desk', async () => {
  closesThePage(await rings());
  await passMs(17_000);
  expect(ringing.aborted).toBe(false);
  await passMs(2_000);
  expect(ringing.aborted).toBe(true);
  expect(floor.operators.desk(irina)).toBeNull();
  expect(floor.phones.of(irina)).toEqual([]);
  await passMs(10_000);
  expect(floor.operators.of(irina).state).toBe('offline');
});

test('a SIP phone that hangs up gives up, at once', async () => {
  const leg = await rings();
  floor.operators.opened(irina, 'sip');
  floor.phones.end(leg, 'hung-up');
  await settle();
  expect(ringing.aborted).toBe(true);
  expect(floor.operators.of(irina).state).toBe('wrap-up');
});

test('she gives up herself, and her phone is silent', async () => {
  await rings();
  outgoing.stop(irina, floor.operators.desk(irina)?.callId ?? '');
  await settle();
  expect(ringing.reason).toMatchObject({ end: { reason: 'operator-hung-up' } });
  expect(floor.phones.of(irina)).toEqual([]);
  expect(floor.operators.of(irina).state).toBe('wrap-up');
});

test('what a desk names is called by when it is a hotline; else, renamed since or made up, by the usual one', async () => {
  for (const hotline of ['750-600', '0800', '"Bank" <+380443334455>', null]) {
    floor.floor.call(irina, number, hotline, 'operator');
    const { callId } = floor.operators.desk(irina) as { callId: string };
    await floor.floor.end(irina, callId);
    await settle();
    floor.operators.change(irina, 'wrapped-up');
  }
  expect(floor.dialled).toEqual(Array(4).fill({ number, hotline: '750-600' }));
});
