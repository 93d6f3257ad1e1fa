import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { StepData } from '../../events.ts';
import { AriError } from '../../telephony/asterisk/link-errors.ts';
import type { Call } from '../../telephony/call/call.ts';
import { type Leg, ringOperator } from '../../telephony/call/leg.ts';
import { Room } from '../../telephony/call/room.ts';
import { type FakeFloor, openFakeFloor } from '../../test/floor/fake-floor.ts';
import type { FakeLeg } from '../../test/floor/fake-phones.ts';
import { passMs, settle, stopTheClock } from '../../test/floor/virtual-time.ts';
import { Consult, type ConsultParts } from './consult.ts';

/** Irina leads a call, and asks Roman for help with it. */
const [irina, roman] = [1, 2];

let floor: FakeFloor;
let steps: StepData[];
let over: AbortController;
let parts: ConsultParts;
let consult: Consult;
let left: () => void;
/** Whether he was away, whenever something changed. */
let away: (boolean | undefined)[];

beforeEach(async () => {
  stopTheClock();
  floor = openFakeFloor({ queues: [{ id: 'dispatcher' }] });
  for (const id of [irina, roman]) floor.comesToWork(id);
  steps = [];
  over = new AbortController();
  left = vi.fn<() => void>();
  away = [];
  floor.phones.callerComes('call');
  const { node } = floor.phones;
  const call = {
    ...{ id: 'call', number: '+380501112233', node, signal: over.signal, room: new Room(node, 'call') },
    step: (step: StepData) => steps.push(step),
    music: async () => undefined,
  } as unknown as Call;
  const asking = await picked(irina);
  parts = {
    ...{ ...floor, endpointOf: String, call, asking: () => asking, with: { operatorId: roman } },
    ring: async () => ({ telephone: await picked(roman), left }),
    changed: () => away.push(consult?.state?.away),
  };
  consult = new Consult(parts);
  await consult.begin();
  expect(consult.state).toEqual({ with: { operatorId: roman }, stage: 'talking', away: false });
});
afterEach(async () => {
  await consult.end('back');
  expect(floor.errors).toEqual([]);
  floor.close();
  vi.clearAllTimers();
  vi.useRealTimers();
});

async function picked(operatorId: number): Promise<Leg> {
  const dialling = { callId: 'call', endpoint: '', callerNumber: '750600', ringMs: 8_000 };
  const ringing = ringOperator(floor.phones.node, operatorId, dialling, over.signal);
  await settle();
  floor.phones.pickUp(phoneOf(operatorId));
  return ringing;
}

const phoneOf = (id: number) => floor.phones.of(id)[0] as FakeLeg;

/** Asterisk takes its time, but not to ring. */
const slowOnceUp = () => (floor.phones.of(roman)[0]?.up ? 1_000 : 0);

function closesThePage(): void {
  phoneOf(roman).stillSinceMs = Date.now();
  floor.floor.deskLost(roman);
}

function opensIt(): void {
  floor.floor.deskOpened(roman);
  floor.floor.phone(roman, 'registered');
}

test.each(['talking', 'three'] as const)(
  'whose page is loaded anew in “%s” is rung again, and is where he was',
  async (stage) => {
    if (stage === 'three') await consult.join();
    const before = phoneOf(roman);
    closesThePage();
    await passMs(1_000);
    opensIt();
    away = [];
    await passMs(2_200);
    expect(away).toEqual([true, false]);
    expect(consult.state).toMatchObject({ stage, away: false });
    expect(phoneOf(roman)).toMatchObject({ up: true });
    expect(phoneOf(roman)).not.toBe(before);
    expect(floor.phones.roomOf(phoneOf(roman))).toBe(stage === 'three' ? 'room-call' : 'room-consult-call');
    expect(left).not.toHaveBeenCalled();
    await consult.end('back');
    expect(floor.phones.of(roman)).toEqual([]);
    expect(left).toHaveBeenCalledOnce();
  },
);

test('who did not wait for the answer has asked in vain, and has not talked', async () => {
  await consult.end('back');
  const ring = () => new Promise<never>(() => undefined);
  consult = new Consult({ ...parts, ring });
  void consult.begin();
  await consult.end('back');
  expect(steps).toEqual([
    { kind: 'consult-ended', how: 'back' },
    { kind: 'consult-ended', how: 'given-up' },
  ]);
});

test('who does not come back has left', async () => {
  closesThePage();
  await passMs(12_000);
  expect(consult.state).toMatchObject({ away: true });
  await passMs(2_000);
  expect(consult.state).toBeNull();
  expect(steps).toEqual([{ kind: 'consult-ended', how: 'left' }]);
  expect(left).toHaveBeenCalledOnce();
});

test('the three come together while his phone is rung again: so does he', async () => {
  closesThePage();
  await passMs(3_500);
  opensIt();
  await settle();
  await consult.join();
  await passMs(400);
  expect(consult.state).toMatchObject({ stage: 'three', away: false });
  expect(floor.phones.roomOf(phoneOf(roman))).toBe('room-call');
});

test.each(['join', 'handOver'] as const)(
  'a room that Asterisk does not take away in time changes nothing for those who talk: %s',
  async (verb) => {
    const { node } = floor.phones;
    const ari = node.ari.bind(node);
    const late = new AriError('ari.timeout', 'no answer in time');
    const asked = vi.spyOn(node, 'ari');
    asked.mockImplementation((...operation) =>
      operation[1] === 'destroy' ? Promise.reject(late) : ari(...operation),
    );
    const done = await consult[verb]();
    if (verb === 'handOver') expect(done).toMatchObject({ channelId: phoneOf(roman).channelId });
    else expect(consult.state).toMatchObject({ stage: 'three' });
    expect(floor.phones.roomOf(phoneOf(roman))).toBe('room-call');
    expect(floor.errors.splice(0)).toMatchObject([{ err: late }]);
    asked.mockRestore();
  },
);

test('a call that is handed over to one who is away is his: the talk brings him back', async () => {
  closesThePage();
  await passMs(4_000);
  const { gone } = await consult.handOver();
  expect(gone.aborted).toBe(true);
  await settle();
  expect(floor.phones.of(roman)).toEqual([]);
  expect(steps).toEqual([{ kind: 'consult-ended', how: 'handed-over' }]);
});

test('who goes back to the caller while the two are put together is with no colleague, and their room is gone', async () => {
  await consult.end('back');
  consult = new Consult(parts);
  floor.phones.answerMs = slowOnceUp;
  void consult.begin();
  await passMs(1_500);
  floor.phones.answerMs = () => 0;
  const ends = consult.end('back');
  await passMs(10_000);
  await ends;
  expect(floor.phones.rooms.ids).toEqual(['room-call']);
  expect(floor.phones.of(roman)).toEqual([]);
});

test('a colleague whose phone is lost in the moment in which the two are put together is brought back', async () => {
  await consult.end('back');
  consult = new Consult(parts);
  floor.phones.answerMs = slowOnceUp;
  void consult.begin();
  await passMs(1_500);
  floor.phones.end(phoneOf(roman), 'hung-up');
  await passMs(10_000);
  floor.phones.answerMs = () => 0;
  expect(consult.state).toEqual({ with: { operatorId: roman }, stage: 'talking', away: false });
  expect(floor.phones.roomOf(phoneOf(roman))).toBe('room-consult-call');
});

test('a call that is handed over while his phone is rung again is his when that is silent', async () => {
  floor.phones.end(phoneOf(roman), 'hung-up');
  await settle();
  expect(floor.phones.of(roman)).toHaveLength(1);
  let asked = 0;
  // The room is closed at once, and the phone falls silent a second later.
  floor.phones.answerMs = () => (consult.state === null && ++asked === 2 ? 1_000 : 0);
  const handed = consult.handOver();
  handed.then(() => expect(floor.phones.of(roman)).toEqual([])).catch((error) => floor.errors.push(error));
  await passMs(10_000);
  await handed;
});

test('a SIP phone that hangs up has left, at once', async () => {
  floor.operators.opened(roman, 'sip');
  floor.phones.end(phoneOf(roman), 'hung-up');
  await settle();
  expect(consult.state).toBeNull();
  expect(steps).toEqual([{ kind: 'consult-ended', how: 'left' }]);
});
