import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LeftState } from '../../db/queries/operator-events.ts';
import type { Bus, HolosEvents, OperatorState } from '../../events.ts';
import { readyOperator } from '../../test/floor/ready-operator.ts';
import { Operators } from './operators.ts';

const irina = 1;
const wrapUpMs = 20_000;

let operators: Operators;
let told: HolosEvents['operator'][];
let bus: Bus;

beforeEach(() => {
  ({ operators, told, bus } = readyOperator(irina, () => wrapUpMs));
});

afterEach(() => {
  operators.close();
  vi.useRealTimers();
});

const state = () => operators.of(irina).state;
const reason = () => operators.of(irina).pauseReason;
const states = () => told.length;

function talks(): void {
  operators.change(irina, 'offered');
  operators.change(irina, 'answered');
  operators.change(irina, 'talk-ended');
}

test('without a microphone a ready operator is paused for it, and ready again only by his own word', () => {
  operators.setPhone(irina, 'no-microphone');
  expect([state(), reason()]).toEqual(['paused', 'no-microphone']);
  operators.setPhone(irina, 'registered');
  expect([state(), reason()]).toEqual(['paused', 'no-microphone']);
  expect(operators.floor()).toMatchObject([{ operatorId: irina, freeSinceMs: null }]);
  operators.change(irina, 'ready');
  expect(operators.floor()[0]?.freeSinceMs).toBe(Date.now());
});

test.each(['rejected', 'caller-left', 'desk-lost'] as const)(
  'without a microphone nobody becomes ready by %s',
  (event) => {
    operators.change(irina, 'offered');
    operators.setPhone(irina, 'no-microphone');
    expect(state()).toBe('ringing');
    operators.change(irina, event);
    expect([state(), reason()]).toEqual(['paused', 'no-microphone']);
  },
);

test('a microphone that is lost in a talk does not end it; after its wrap-up comes a pause', () => {
  operators.change(irina, 'offered');
  operators.change(irina, 'answered');
  operators.setPhone(irina, 'no-microphone');
  expect(state()).toBe('talking');
  operators.change(irina, 'talk-ended');
  vi.advanceTimersByTime(wrapUpMs);
  expect([state(), reason()]).toEqual(['paused', 'no-microphone']);
});

test('who was reserved for another one since is not released by the one before', () => {
  const reserve = (callId: string) => {
    operators.offered(irina, 'dispatcher');
    operators.setDesk(irina, { callId, stage: 'calling', held: false, since: new Date() });
  };
  reserve('first');
  operators.release(irina, 'first', 'rejected');
  reserve('second');
  operators.release(irina, 'first');
  expect(operators.isReserved(irina, 'second')).toBe(true);
  expect(operators.of(irina).state).toBe('ringing');
});

test('nobody is free for another offer while the one before still stands on his desk', () => {
  operators.offered(irina, 'dispatcher');
  operators.setDesk(irina, { callId: 'first', stage: 'ringing', held: false, since: new Date() });
  operators.closed(irina);
  operators.opened(irina, 'browser');
  operators.setPhone(irina, 'registered');
  operators.change(irina, 'ready');
  expect(operators.floor()).toMatchObject([{ operatorId: irina, freeSinceMs: null }]);
  operators.setDesk(irina, null);
  expect(operators.floor()[0]?.freeSinceMs).not.toBeNull();
});

const afterwards = () => operators.of(irina).afterwards;

test.each(['rejected', 'missed', 'unreachable', 'caller-left', 'moved'] as const)(
  'a pause asked for while it rings takes hold when the offer has come to %s',
  (event) => {
    operators.change(irina, 'offered');
    const before = states();
    operators.change(irina, 'pause', { reason: 'lunch' });
    expect(state()).toBe('ringing');
    expect(afterwards()).toEqual({ to: 'paused', reason: 'lunch', setBy: null });
    expect(states()).toBe(before);
    if (event === 'unreachable') isSilent(irina, 'rung');
    else operators.change(irina, event);
    expect([state(), reason(), afterwards()]).toEqual(['paused', 'lunch', null]);
  },
);

test('a pause asked for in a talk comes after its wrap-up; a word that he is ready takes it back', () => {
  const changes: unknown[] = [];
  bus.on('afterwards', (event) => changes.push(event.afterwards));
  operators.change(irina, 'offered');
  operators.change(irina, 'answered');
  operators.change(irina, 'pause', { reason: 'lunch' });
  operators.change(irina, 'ready');
  operators.change(irina, 'pause', { reason: 'training' });
  expect(changes).toMatchObject([{ reason: 'lunch' }, null, { reason: 'training' }]);
  operators.change(irina, 'talk-ended');
  expect([state(), afterwards()?.reason]).toEqual(['wrap-up', 'training']);
  vi.advanceTimersByTime(wrapUpMs);
  expect([state(), reason(), afterwards()]).toEqual(['paused', 'training', null]);
});

test('a ready operator whose phone is away is unreachable after 5 s, and ready again when it is back', () => {
  const since = operators.of(irina).since;
  operators.setPhone(irina, 'unregistered');
  vi.advanceTimersByTime(4_999);
  operators.setPhone(irina, 'registered');
  vi.advanceTimersByTime(60_000);
  expect([state(), operators.of(irina).since]).toEqual(['ready', since]);
  operators.setPhone(irina, 'unregistered');
  vi.advanceTimersByTime(5_000);
  expect([state(), operators.isFree(irina)]).toEqual(['unreachable', false]);
  operators.setPhone(irina, 'registered');
  expect([state(), operators.isFree(irina)]).toEqual(['ready', true]);
});

test('a desk that is reloaded is no unreachable phone, and one that is away for long is offline', () => {
  operators.lost(irina);
  vi.advanceTimersByTime(3_000);
  operators.opened(irina, 'browser');
  operators.setPhone(irina, 'registered');
  expect(state()).toBe('ready');
  operators.lost(irina);
  vi.advanceTimersByTime(5_000);
  expect(state()).toBe('unreachable');
  vi.advanceTimersByTime(15_000);
  expect(state()).toBe('offline');
});

test('a desk that is lost in a talk is waited for as long whatever the clock is set to', () => {
  operators.change(irina, 'offered');
  operators.change(irina, 'answered');
  operators.lost(irina);
  vi.setSystemTime(Date.now() - 3_600_000);
  vi.advanceTimersByTime(10_000);
  operators.change(irina, 'talk-ended');
  vi.advanceTimersByTime(10_000);
  expect(state()).toBe('offline');
});

/** His phone was to ring, and was silent for two seconds. */
function isSilent(id = irina, before: 'ready' | 'rung' = 'ready'): void {
  if (before === 'ready') operators.change(id, 'offered');
  vi.advanceTimersByTime(2_000);
  const endedAtMs = performance.now();
  operators.silent(id, { beganAtMs: endedAtMs - 2_000, endedAtMs, isOurs: false });
}

test('a phone that could not be rung though it is registered is tried again: after a second, then after 5 s, then after half a minute, until it rings', () => {
  const restsFor = (ms: number) => {
    isSilent();
    operators.setPhone(irina, 'registered');
    vi.advanceTimersByTime(ms - 1);
    expect(state()).toBe('unreachable');
    vi.advanceTimersByTime(1);
    expect(state()).toBe('ready');
  };
  for (const ms of [1_000, 5_000, 30_000, 30_000]) restsFor(ms);
  operators.change(irina, 'offered');
  operators.change(irina, 'rejected');
  restsFor(1_000);
});

test('a phone that rests is tried again at once with another that is found silent at the same moment', () => {
  const roman = 8;
  operators.opened(roman, 'browser');
  operators.setPhone(roman, 'registered');
  operators.change(roman, 'ready');
  for (const restMs of [1_000, 5_000]) {
    isSilent();
    vi.advanceTimersByTime(restMs);
  }
  isSilent();
  isSilent(roman);
  vi.advanceTimersByTime(1_000);
  expect([state(), operators.of(roman).state]).toEqual(['ready', 'ready']);
});

test('an unreachable phone that comes back without a microphone pauses its operator', () => {
  operators.setPhone(irina, 'unregistered');
  vi.advanceTimersByTime(5_000);
  operators.setPhone(irina, 'no-microphone');
  expect([state(), reason()]).toEqual(['paused', 'no-microphone']);
});

const leftIn = (state: OperatorState, more: Partial<LeftState> = {}): LeftState => ({
  ...{ state, afterwards: null, reason: null, setBy: null, wrapUpCall: null },
  ...more,
});

test.each([
  ['ready', {}, { state: 'ready' }],
  ['ringing', {}, { state: 'ready' }],
  ['unreachable', {}, { state: 'ready' }],
  ['internal', {}, { state: 'ready' }],
  ['missed', {}, { state: 'missed' }],
  ['paused', { reason: 'lunch', setBy: 4 }, { state: 'paused', pauseReason: 'lunch', setBy: 4 }],
  [
    'ringing',
    { afterwards: { to: 'paused', reason: 'lunch', setBy: null } },
    { state: 'paused', pauseReason: 'lunch' },
  ],
  ['supervising', { afterwards: { to: 'offline', reason: null, setBy: 4 } }, { state: 'offline' }],
] as const)(
  'whom the controller before has left %s %j comes back with his desk as %j',
  (state, more, now) => {
    const others = new Operators(bus, () => 0, new Map([[7, leftIn(state, more)]]));
    others.opened(7, 'browser', true);
    expect(others.of(7)).toMatchObject({ ...now, afterwards: null });
    others.close();
  },
);

test('a talk that ended while there was no controller is wrapped up, with what it is to come to and what was asked for', () => {
  const wrapUpCall = { callId: 'n1-7', owesDisposition: true };
  const afterwards = { to: 'paused' as const, reason: 'lunch', setBy: null };
  const others = new Operators(
    bus,
    () => 20_000,
    new Map([[7, leftIn('talking', { wrapUpCall, afterwards })]]),
  );
  others.opened(7, 'browser', true);
  expect(others.of(7)).toMatchObject({ state: 'wrap-up', wrapUpCall, wrapUpEndsAt: expect.any(Date) });
  expect(() => others.demandDisposition(7)).toThrow();
  vi.advanceTimersByTime(20_000);
  expect(others.of(7)).toMatchObject({ state: 'paused', pauseReason: 'lunch', afterwards: null });
  others.close();
});

test('a desk that is opened anew, or was away for long, begins paused; and what was before is forgotten then', () => {
  const others = new Operators(bus, () => 0, new Map([[7, leftIn('ready')]]));
  others.opened(7, 'browser');
  expect(others.of(7).state).toBe('paused');
  others.closed(7);
  others.opened(7, 'browser', true);
  expect(others.of(7).state).toBe('paused');
  others.close();
});

test('what was asked for in a talk is remembered by the controller that takes it up', () => {
  const afterwards = { to: 'paused' as const, reason: 'lunch', setBy: null };
  const others = new Operators(bus, () => 0, new Map([[7, leftIn('talking', { afterwards })]]));
  others.change(7, 'taken-up');
  expect(others.of(7)).toMatchObject({ state: 'talking', afterwards: { reason: 'lunch' } });
  others.opened(7, 'browser');
  others.change(7, 'talk-ended');
  vi.advanceTimersByTime(0);
  expect(others.of(7)).toMatchObject({ state: 'paused', pauseReason: 'lunch', afterwards: null });
  others.close();
});

const idleSinceMs = () => operators.floor()[0]?.freeSinceMs;

test.each(['caller-left', 'answered-elsewhere', 'moved'] as const)(
  'whose phone rang in vain (%s) has been idle all the time, and is the next by that',
  (event) => {
    const readySinceMs = Date.now();
    vi.advanceTimersByTime(60_000);
    operators.change(irina, 'offered');
    expect(idleSinceMs()).toBeNull();
    vi.advanceTimersByTime(7_000);
    operators.change(irina, event);
    expect(idleSinceMs()).toBe(readySinceMs);
    // What stands on his desk is the time since when he is ready again.
    expect(operators.of(irina).since.getTime()).toBe(Date.now());
  },
);

test('who rejects a caller, or has talked to one, is idle from then on', () => {
  operators.change(irina, 'offered');
  vi.advanceTimersByTime(7_000);
  operators.change(irina, 'rejected');
  expect(idleSinceMs()).toBe(Date.now());
  vi.advanceTimersByTime(60_000);
  talks();
  vi.advanceTimersByTime(wrapUpMs);
  expect(idleSinceMs()).toBe(Date.now());
});
