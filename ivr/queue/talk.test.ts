import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { codeOf } from '../../errors.ts';
import { AriError } from '../../telephony/asterisk/link-errors.ts';
import type { FakeFloor } from '../../test/floor/fake-floor.ts';
import type { FakeLeg } from '../../test/floor/fake-phones.ts';
import { inATalk } from '../../test/floor/in-a-talk.ts';
import { passMs, settle, stopTheClock } from '../../test/floor/virtual-time.ts';

/** Irina talks to a caller; Roman and Olha are free. What Asterisk is asked from then on takes it half a second. */
const [irina, roman, olha] = [1, 2, 3];
const callId = 'caller';

let floor: FakeFloor;
let caller: ReturnType<FakeFloor['comes']>;

beforeEach(async () => {
  stopTheClock();
  ({ floor, caller } = await inATalk(irina, callId));
  for (const id of [roman, olha]) floor.comesToWork(id);
  expect(caller.talksTo).toBe(irina);
  floor.phones.answerMs = () => 500;
});
afterEach(async () => {
  caller.hangUp();
  await passMs(20_000);
  expect([...floor.phones.legs.values(), ...floor.phones.rooms.ids, ...floor.errors]).toEqual([]);
  floor.close();
  vi.clearAllTimers();
  vi.useRealTimers();
});

const phoneOf = (id: number) => floor.phones.of(id)[0] as FakeLeg;
/** What a verb comes to: the code by which it is refused, or `done`. */
const told = (verb: Promise<unknown>) => verb.then(() => 'done', codeOf);
const asks = (id: number) => told(floor.floor.consult(irina, callId, { operatorId: id }, 'operator'));

async function helped(): Promise<void> {
  void asks(roman);
  await passMs(3_000);
  floor.phones.pickUp(phoneOf(roman));
  await passMs(5_000);
  expect(floor.operators.desk(irina)?.consult).toMatchObject({ stage: 'talking' });
}

test('who asks two colleagues in one moment has asked the first: nobody else is rung', async () => {
  const both = [asks(roman), asks(olha)];
  await passMs(3_000);
  expect(await Promise.all(both)).toEqual(['done', 'desk.not-now']);
  expect([floor.phones.of(roman).length, floor.phones.of(olha).length]).toEqual([1, 0]);
});

test('who ends the talk while a colleague is about to be asked asks nobody', async () => {
  const asked = asks(roman);
  await settle();
  await floor.floor.end(irina, callId);
  await passMs(3_000);
  expect(await asked).toBe('desk.not-now');
  expect(floor.operators.desk(roman)).toBeNull();
});

test('a colleague who has just got another caller is not reached, and that is no fault', async () => {
  const asked = asks(roman);
  await settle();
  floor.floor.pause(roman, 'lunch');
  await passMs(3_000);
  expect(await asked).toBe('done');
  expect(floor.steps.findLast(({ kind }) => kind === 'consult-ended')).toMatchObject({ how: 'not-reached' });
});

test('hold that is pressed when the caller hangs up comes too late', async () => {
  const held = told(floor.floor.hold(irina, callId, true));
  await passMs(700);
  caller.hangUp();
  await passMs(3_000);
  expect(await held).toBe('desk.not-now');
});

test.each<[string, () => unknown]>([
  ['ends the talk', () => floor.floor.end(irina, callId)],
  ['loses her phone', () => floor.phones.end(phoneOf(irina), 'hung-up')],
  ['sends him on', () => told(floor.floor.transfer(irina, callId, { queue: 'dispatcher' }, 'operator'))],
])('who hands the caller over, and %s before that is done, has handed him over', async (_, does) => {
  await helped();
  const handed = told(floor.floor.endConsult(irina, callId, 'hand-over'));
  await passMs(700);
  void does();
  await passMs(6_000);
  expect(await handed).toBe('done');
  expect(caller.talksTo).toBe(roman);
  expect(floor.phones.roomOf(phoneOf(roman))).toBe(`room-${callId}`);
  expect(floor.operators.of(irina).state).toBe('wrap-up');
});

test('a caller who hangs up while he is handed over leaves nobody in a talk', async () => {
  await helped();
  void told(floor.floor.endConsult(irina, callId, 'hand-over'));
  await passMs(1_800);
  floor.phones.answerMs = () => 0;
  caller.hangUp();
  await passMs(6_000);
  expect([floor.operators.desk(irina), floor.operators.desk(roman)]).toEqual([null, null]);
});

test('whose phone is lost while the three come together is with the caller when it is back', async () => {
  await helped();
  void told(floor.floor.endConsult(irina, callId, 'join'));
  await passMs(200);
  floor.phones.end(phoneOf(irina), 'hung-up');
  await passMs(10_000);
  expect(floor.operators.desk(irina)).toMatchObject({ stage: 'talking', held: false });
  expect(floor.phones.roomOf(phoneOf(irina))).toBe(`room-${callId}`);
});

test('a colleague who leaves while the caller is handed over to him has left: the caller is with who has asked him', async () => {
  await helped();
  const handed = told(floor.floor.endConsult(irina, callId, 'hand-over'));
  await passMs(700);
  void floor.floor.leave(roman, callId);
  await passMs(6_000);
  expect(await handed).toBe('desk.not-now');
  expect(caller.talksTo).toBe(irina);
  expect(floor.operators.desk(irina)).toMatchObject({ held: true, consult: null });
  expect(floor.operators.of(roman).state).toBe('wrap-up');
});

test('a phone that is back in the moment in which the caller hangs up falls silent', async () => {
  floor.phones.end(phoneOf(irina), 'hung-up');
  floor.floor.phone(irina, 'unregistered');
  // The caller has heard that she is coming back, and hears music.
  await passMs(5_000);
  floor.floor.phone(irina, 'registered');
  await passMs(1_000);
  expect(phoneOf(irina)).toMatchObject({ up: true });
  caller.hangUp();
  await passMs(6_000);
  expect(floor.phones.of(irina)).toEqual([]);
});

test('who asks another colleague as soon as the first has left talks to her', async () => {
  await helped();
  floor.phones.answerMs = () => 6_000;
  void floor.floor.leave(roman, callId);
  await settle();
  floor.phones.answerMs = () => 0;
  floor.phones.onRing((leg) => setTimeout(() => floor.phones.pickUp(leg), 1_000));
  void asks(olha);
  await passMs(15_000);
  expect(floor.operators.desk(irina)?.consult).toMatchObject({ stage: 'talking' });
  const rooms = [irina, olha].map((id) => floor.phones.roomOf(phoneOf(id)));
  expect(rooms).toEqual(Array(2).fill(`room-consult-${callId}`));
});

test('of three who are together one loses the phone and does not come back: the colleague and the caller talk on', async () => {
  await helped();
  void told(floor.floor.endConsult(irina, callId, 'join'));
  await passMs(3_000);
  floor.floor.phone(irina, 'unregistered');
  floor.phones.end(phoneOf(irina), 'hung-up');
  await passMs(20_000);
  expect(floor.phones.rooms.hasMusic(`room-${callId}`)).toBe(false);
  expect(floor.steps.map((step) => 'prompt' in step && step.prompt)).not.toContain('operator.returning');
  await passMs(15_000);
  expect(caller.talksTo).toBe(roman);
  expect(floor.phones.roomOf(phoneOf(roman))).toBe(`room-${callId}`);
  expect(floor.operators.desk(irina)).toBeNull();
});

test.each<[string, () => unknown]>([
  ['leaves', () => told(floor.floor.leave(roman, callId))],
  ['loses his, too,', () => floor.phones.end(phoneOf(roman), 'hung-up')],
])(
  'of three one is away, and the colleague %s: the caller hears that the operator is coming back',
  async (_, does) => {
    await helped();
    void told(floor.floor.endConsult(irina, callId, 'join'));
    await passMs(3_000);
    for (const id of [irina, roman]) floor.floor.phone(id, 'unregistered');
    floor.phones.end(phoneOf(irina), 'hung-up');
    await passMs(5_000);
    void does();
    await passMs(8_000);
    expect(floor.steps).toContainEqual(
      expect.objectContaining({ kind: 'said', prompt: 'operator.returning' }),
    );
    expect(floor.phones.rooms.hasMusic(`room-${callId}`)).toBe(true);
  },
);

test('a colleague who leaves in the moment in which the caller is handed over to him leaves nobody: it is his call by then', async () => {
  await helped();
  await Promise.all([floor.floor.endConsult(irina, callId, 'hand-over'), passMs(6_000)]);
  expect(caller.talksTo).toBe(roman);
  expect(await told(floor.floor.leave(roman, callId))).toBe('desk.not-now');
  await passMs(3_000);
  expect(caller.talksTo).toBe(roman);
});

test('who leads a call does not leave it, and who helps with it does not end it', async () => {
  await helped();
  expect(await told(floor.floor.leave(irina, callId))).toBe('desk.not-now');
  expect(await told(floor.floor.end(roman, callId))).toBe('desk.not-now');
  expect(floor.operators.desk(irina)?.consult).toMatchObject({ stage: 'talking' });
});

test.each<[string, () => unknown]>([
  ['all three talk', () => undefined],
  ['the colleague leaves on the way', () => told(floor.floor.leave(roman, callId))],
])(
  'the caller is off hold, in the log, too, when the operator brings a colleague to him and %s',
  async (_, does) => {
    await helped();
    void told(floor.floor.endConsult(irina, callId, 'join'));
    await passMs(700);
    void does();
    await passMs(6_000);
    expect(floor.operators.desk(irina)).toMatchObject({ held: false });
    expect(
      floor.steps.filter(({ kind }) => kind === 'held' || kind === 'resumed').map(({ kind }) => kind),
    ).toEqual(['held', 'resumed']);
  },
);

test('whose SIP phone has no power is waited for as any other; then the caller is the first in the line', async () => {
  floor.operators.opened(irina, 'sip');
  floor.floor.pause(roman, 'lunch');
  floor.floor.pause(olha, 'lunch');
  floor.floor.phone(irina, 'unregistered');
  floor.phones.end(phoneOf(irina), 'cut-off');
  await passMs(5_000);
  expect(floor.operators.desk(irina)).toMatchObject({ stage: 'returning' });
  await passMs(30_000);
  expect([caller.talksTo, caller.place?.waits]).toEqual([undefined, true]);
});

/** Asterisk stands still when it is asked for this, and is given up, where it stands so long. It does late what it was asked. */
function standsStill(operation: string, { isGivenUp = false, times = 1 } = {}): void {
  vi.restoreAllMocks();
  const { node, link } = floor.phones;
  const ask = node.ari.bind(node);
  let left = times;
  vi.spyOn(node, 'ari').mockImplementation(async (resource, name, parameters) => {
    if (name !== operation || left === 0) return ask(resource, name, parameters);
    left -= 1;
    await passes(3_000);
    if (isGivenUp) link.lose();
    void ask(resource, name, parameters).catch(() => undefined);
    throw new AriError('ari.timeout', 'no answer in time');
  });
}

const passes = (ms: number) => new Promise((done) => setTimeout(done, ms));

test.each([
  ['for a moment', false],
  ['until its link is given up', true],
])(
  'put on hold, and taken off it, while Asterisk stands still %s, the phone is where it was to go',
  async (_, isGivenUp) => {
    const room = `room-${callId}`;
    for (const [on, operation] of [
      [true, 'removeChannel'],
      [false, 'addChannel'],
    ] as const) {
      standsStill(operation, { isGivenUp });
      const held = told(floor.floor.hold(irina, callId, on));
      await passMs(5_000);
      if (isGivenUp) void floor.phones.linkIsBack();
      await passMs(5_000);
      expect(await held).toBe('done');
      expect(floor.operators.desk(irina)).toMatchObject({ held: on });
      expect(floor.phones.roomOf(phoneOf(irina))).toBe(on ? undefined : room);
      expect(floor.phones.rooms.hasMusic(room)).toBe(on);
    }
  },
);

test('what Asterisk does not do though it lives is not waited for without end', async () => {
  standsStill('removeChannel', { times: 9 });
  const held = told(floor.floor.hold(irina, callId, true));
  await passMs(10_000);
  expect(await held).toBe('ari.timeout');
  expect(floor.operators.desk(irina)).toMatchObject({ held: false });
});
