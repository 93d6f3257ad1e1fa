import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { codeOf } from '../../errors.ts';
import type { FakeFloor } from '../../test/floor/fake-floor.ts';
import type { FakeLeg } from '../../test/floor/fake-phones.ts';
import { inATalk } from '../../test/floor/in-a-talk.ts';
import { passMs, settle, stopTheClock } from '../../test/floor/virtual-time.ts';

/** Irina talks to a caller; Olha supervises. What Asterisk is asked once she does takes it half a second. */
const [irina, petro, olha] = [1, 2, 3];
const callId = 'caller';

let floor: FakeFloor;
let caller: ReturnType<FakeFloor['comes']>;

beforeEach(async () => {
  stopTheClock();
  ({ floor, caller } = await inATalk(irina, callId));
  floor.comesToWork(olha);
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

async function supervises(how: 'listen' | 'join'): Promise<void> {
  await floor.floor.supervise(olha, callId, how);
  await passMs(1_000);
  expect(floor.supervisions.of(olha)).toMatchObject({ how, stage: 'on' });
  floor.phones.answerMs = () => 500;
}

test('of one who is on the way beside a talk when it ends nothing is left', async () => {
  await supervises('join');
  void floor.floor.supervise(olha, callId, 'whisper').catch(() => undefined);
  await passMs(200);
  floor.phones.answerMs = () => 0;
  caller.hangUp();
  await passMs(6_000);
  expect(floor.phones.rooms.ids).toEqual([]);
  expect(floor.operators.of(olha).state).toBe('ready');
});

test('who goes home from a talk, and is back at once, is not rung before that phone is silent', async () => {
  await supervises('join');
  const rung: number[] = [];
  floor.phones.onRing(({ operatorId }) => rung.push(floor.phones.of(operatorId).length));
  floor.floor.deskClosed(olha);
  floor.comesToWork(olha);
  floor.comes('next', 'dispatcher');
  await settle();
  expect(floor.operators.isFree(olha)).toBe(false);
  await passMs(4_000);
  expect(rung).toEqual([1]);
  floor.callers.get('next')?.hangUp();
});

test('who logs out while the phone rings, and is back at once, begins nothing with it before it is silent', async () => {
  floor.comes('next', 'dispatcher');
  await passMs(1_000);
  expect(floor.operators.of(olha).state).toBe('ringing');
  floor.phones.answerMs = () => 500;
  const rung: number[] = [];
  floor.comesToWork(petro);
  floor.floor.pause(petro, 'lunch');
  floor.phones.onRing(({ operatorId }) => rung.push(floor.phones.of(operatorId).length));
  floor.floor.deskClosed(olha);
  floor.floor.deskOpened(olha);
  floor.floor.phone(olha, 'registered');
  expect(await floor.floor.supervise(olha, callId, 'listen').catch(codeOf)).toBe('desk.not-now');
  const notNow = expect.objectContaining({ code: 'desk.not-now' });
  expect(() => floor.floor.call(olha, '+380342000000', null, 'supervisor')).toThrow(notNow);
  expect(() => floor.floor.callColleague(olha, petro)).toThrow(notNow);
  await passMs(2_000);
  expect(rung).toEqual([]);
  await floor.floor.supervise(olha, callId, 'listen');
  await passMs(2_000);
  expect(rung).toEqual([1]);
  floor.callers.get('next')?.hangUp();
});

test('a supervisor whose phone is lost while she takes the call over has it not, and that is no fault', async () => {
  await supervises('listen');
  const taken = floor.floor.takeOver(olha, callId).then(() => 'done', codeOf);
  await passMs(800);
  floor.phones.end(phoneOf(olha), 'hung-up');
  await passMs(4_000);
  expect(await taken).toBe('desk.not-now');
  expect(caller.talksTo).toBe(irina);
});

test.each<[string, () => unknown]>([
  ['leaves', () => floor.floor.endSupervising(olha)],
  ['goes over to listening', () => floor.floor.supervise(olha, callId, 'listen')],
  ['loses the phone, too,', () => floor.phones.end(phoneOf(olha), 'hung-up')],
])(
  'a supervisor who has joined %s while the operator is lost: the caller is not left alone in silence',
  async (_, does) => {
    await supervises('join');
    floor.floor.phone(irina, 'unregistered');
    floor.phones.end(phoneOf(irina), 'hung-up');
    const isTold = () =>
      floor.steps.some((step) => step.kind === 'said' && step.prompt === 'operator.returning');
    await passMs(5_000);
    expect(isTold()).toBe(false);
    void does();
    await passMs(8_000);
    expect(isTold()).toBe(true);
    expect(floor.phones.rooms.hasMusic(`room-${callId}`)).toBe(true);
    floor.floor.phone(irina, 'registered');
    await passMs(5_000);
    expect(floor.operators.desk(irina)).toMatchObject({ stage: 'talking' });
    expect(floor.phones.rooms.hasMusic(`room-${callId}`)).toBe(false);
  },
);
