import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Call } from '../../telephony/call/call.ts';
import { ringOperator } from '../../telephony/call/leg.ts';
import { Room } from '../../telephony/call/room.ts';
import { type FakeFloor, openFakeFloor } from '../../test/floor/fake-floor.ts';
import { passMs, settle, stopTheClock } from '../../test/floor/virtual-time.ts';
import type { TalkEnd } from './talk-end.ts';

/** Irina talks to a caller, and sends him to Roman, who is free. */
const [irina, roman] = [1, 2];

let floor: FakeFloor;
let call: Call;
let over: AbortController;
let talk: Promise<TalkEnd>;

beforeEach(async () => {
  stopTheClock();
  floor = openFakeFloor({ queues: [{ id: 'dispatcher' }] });
  for (const id of [irina, roman]) floor.comesToWork(id);
  over = new AbortController();
  floor.phones.callerComes('sent');
  const { node } = floor.phones;
  call = {
    ...{ id: 'sent', number: '+380501112233', node, signal: over.signal, endReason: null },
    ...{ room: new Room(node, 'sent'), step: () => undefined, language: 'uk', arrivedAt: new Date() },
    get now() {
      return new Date();
    },
  } as unknown as Call;
  floor.operators.offered(irina, 'dispatcher');
  const dialling = { callId: 'sent', endpoint: '', callerNumber: '750600', ringMs: 8_000 };
  const ringing = ringOperator(node, irina, dialling, over.signal);
  await settle();
  for (const leg of floor.phones.of(irina)) floor.phones.pickUp(leg);
  const leg = await ringing;
  floor.operators.change(irina, 'answered');
  talk = floor.talks.talk(call, leg, irina, 0);
  talk.catch(() => undefined);
  await settle();
  floor.floor.transfer(irina, 'sent', { operatorId: roman }, 'operator');
});
afterEach(() => {
  expect(floor.errors).toEqual([]);
  floor.close();
  vi.clearAllTimers();
  vi.useRealTimers();
});

const rungFor = (id: number) => floor.operators.desk(id)?.callId;

test('who comes while the caller is told that he is put through does not get the colleague', async () => {
  floor.comes('newcomer', 'dispatcher');
  await settle();
  expect(rungFor(roman)).toBeUndefined();
  expect((await talk).kind).toBe('transferred');
  floor.line.join(call, 'dispatcher', { patient: true, firstTo: roman });
  expect(rungFor(roman)).toBe('sent');
});

test('neither does another caller who is sent to him, nor a colleague who calls', async () => {
  await talk;
  const calls = () => floor.floor.callColleague(irina, roman);
  floor.floor.wrappedUp(irina);
  expect(calls).toThrow(expect.objectContaining({ code: 'desk.colleague-busy' }));
  expect(floor.operators.isFree(roman)).toBe(false);
  expect(floor.operators.isFree(roman, 'sent')).toBe(true);
});

test.each(['hangs up', 'does not come'])('a caller who %s leaves him to others', async (how) => {
  floor.comes('newcomer', 'dispatcher');
  if (how === 'hangs up') over.abort(new Error('hung up'));
  else await passMs(15_000);
  await settle();
  expect(rungFor(roman)).toBe('newcomer');
});
