import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { codeOf } from '../../errors.ts';
import type { HolosEvents, OperatorState } from '../../events.ts';
import { type FakeFloor, openFakeFloor } from '../../test/floor/fake-floor.ts';
import { passMs, settle, stopTheClock } from '../../test/floor/virtual-time.ts';

const [irina, roman, natalia] = [1, 2, 3];

let floor: FakeFloor;
let told: HolosEvents['operator'][];

beforeEach(() => {
  stopTheClock();
  floor = openFakeFloor({ queues: [{ id: 'dispatcher' }] });
  told = [];
  floor.bus.on('operator', (event) => told.push(event));
  for (const id of [irina, roman, natalia]) floor.comesToWork(id);
  floor.bus.on('desk-call', ({ operatorId, call }) => {
    if (call && call.stage !== 'talking')
      queueMicrotask(() => floor.floor.cardShown(operatorId, call.callId));
  });
});
afterEach(() => {
  expect(floor.errors).toEqual([]);
  floor.close();
  vi.clearAllTimers();
  vi.useRealTimers();
});

const state = (id: number) => floor.operators.of(id).state;
const states = () => [irina, roman, natalia].map(state);
const desk = (id: number) => floor.operators.desk(id);
const refusal = (work: () => void) => {
  try {
    work();
    return null;
  } catch (error) {
    return codeOf(error);
  }
};

/** Irina calls Roman; her phone is picked up, and his rings. */
async function rings(): Promise<string> {
  floor.floor.callColleague(irina, roman);
  await settle();
  await passMs(400);
  expect([desk(irina)?.stage, desk(roman)?.stage]).toEqual(['dialling', 'ringing']);
  return desk(irina)?.callId ?? '';
}

async function talks(): Promise<string> {
  const callId = await rings();
  const [leg] = floor.phones.of(roman);
  if (leg) floor.phones.pickUp(leg);
  await settle();
  expect([desk(irina)?.stage, desk(roman)?.stage]).toEqual(['talking', 'talking']);
  return callId;
}

async function bothAreBack(...wanted: OperatorState[]): Promise<void> {
  await settle();
  expect(states()).toEqual(wanted);
  expect([desk(irina), desk(roman)]).toEqual([null, null]);
  expect([...floor.phones.legs.values()]).toEqual([]);
}

describe('a call to a colleague', () => {
  test('rings at his desk with who calls; both talk, neither is offered callers, and both are back without wrap-up', async () => {
    const callId = await talks();
    expect(desk(irina)).toMatchObject({ colleague: roman, held: false });
    expect(desk(roman)).toMatchObject({ colleague: irina });
    expect(states()).toEqual(['internal', 'internal', 'ready']);
    floor.comes('caller-1', 'dispatcher');
    floor.comes('caller-2', 'dispatcher');
    await settle();
    expect(states()).toEqual(['internal', 'internal', 'ringing']);
    await floor.floor.end(roman, callId);
    await settle();
    expect(states()).toEqual(['ringing', 'ready', 'ringing']);
    const logged = told.filter((one) => one.state === 'internal');
    expect(logged.map((one) => [one.operatorId, one.callId])).toEqual([
      [irina, callId],
      [roman, callId],
    ]);
    expect(floor.steps.filter((step) => step.callId === callId)).toEqual([]);
  });

  test('leads back to where each was: a pause with its reason, a missed call', async () => {
    floor.floor.pause(irina, 'lunch');
    floor.operators.change(roman, 'offered');
    floor.operators.change(roman, 'missed');
    const callId = await talks();
    await floor.floor.end(irina, callId);
    await bothAreBack('paused', 'missed', 'ready');
    expect(floor.operators.of(irina).pauseReason).toBe('lunch');
  });

  test('that is rejected, or not answered, is over for both', async () => {
    const callId = await rings();
    floor.floor.reject(roman, callId);
    await bothAreBack('ready', 'ready', 'ready');
    await rings();
    await passMs(29_000);
    expect(states()).toEqual(['internal', 'internal', 'ready']);
    await passMs(7_000);
    await bothAreBack('ready', 'ready', 'ready');
  });

  test('is given up by who calls while it rings', async () => {
    const callId = await rings();
    await floor.floor.end(irina, callId);
    await bothAreBack('ready', 'ready', 'ready');
    expect(refusal(() => floor.floor.callColleague(irina, roman))).toBeNull();
  });

  test('is refused to who is busy, not there, or oneself, and by one who is busy', async () => {
    await talks();
    expect(refusal(() => floor.floor.callColleague(natalia, roman))).toBe('desk.colleague-busy');
    expect(refusal(() => floor.floor.callColleague(irina, natalia))).toBe('desk.not-now');
    expect(refusal(() => floor.floor.callColleague(natalia, natalia))).toBe('desk.not-now');
    expect(refusal(() => floor.floor.callColleague(natalia, 77))).toBe('desk.colleague-busy');
    floor.floor.phone(natalia, 'no-microphone');
    expect(refusal(() => floor.floor.callColleague(natalia, 77))).toBe('desk.no-microphone');
    expect(state(natalia)).toBe('paused');
  });

  test('to one who became busy while the own phone was picked up is over, and leaves him alone', async () => {
    floor.floor.callColleague(irina, roman);
    floor.floor.pause(natalia, 'lunch');
    floor.comes('caller-1', 'dispatcher');
    await settle();
    expect(state(roman)).toBe('ringing');
    await passMs(400);
    expect(states()).toEqual(['ready', 'ringing', 'paused']);
    expect(desk(roman)).toMatchObject({ callId: 'caller-1', stage: 'ringing' });
  });
});

describe('whoever is lost', () => {
  test.each([
    ['who calls, while it rings', irina],
    ['who is called, while it rings', roman],
  ])('%s: the other one is back at once', async (_, lost) => {
    await rings();
    floor.floor.deskLost(lost);
    await settle();
    expect(states().filter((one) => one === 'internal')).toEqual([]);
    await passMs(25_000);
    expect(state(lost)).toBe('offline');
  });

  test('whose phone hangs up ends it; who goes home, too', async () => {
    await talks();
    const [leg] = floor.phones.of(irina);
    if (leg) floor.phones.end(leg, 'hung-up');
    await bothAreBack('ready', 'ready', 'ready');
    await talks();
    floor.floor.deskClosed(roman);
    await bothAreBack('ready', 'offline', 'ready');
  });

  test('whose desk does not come back is offline, and the other one is back', async () => {
    await talks();
    floor.floor.deskLost(irina);
    await passMs(19_000);
    expect(states()).toEqual(['internal', 'internal', 'ready']);
    await passMs(2_000);
    await bothAreBack('offline', 'ready', 'ready');
  });
});

test('nobody talks to a colleague without end', async () => {
  await talks();
  await passMs(60 * 60_000 + 1_000);
  await bothAreBack('ready', 'ready', 'ready');
});

test('who went home in it and is ready again before the phones are silent is free as soon as they are', async () => {
  floor.phones.answerMs = () => 1_000;
  floor.floor.callColleague(irina, roman);
  await settle();
  await passMs(4_000);
  floor.floor.deskClosed(roman);
  for (const id of [irina, natalia]) floor.floor.deskClosed(id);
  floor.comesToWork(roman);
  floor.comes('caller-1', 'dispatcher');
  await settle();
  expect(state(roman)).toBe('ready');
  await passMs(8_000);
  await settle();
  expect(desk(roman)?.callId).toBe('caller-1');
});
