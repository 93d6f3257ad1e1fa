import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { codeOf } from '../../errors.ts';
import { Bus, type HolosEvents } from '../../events.ts';
import { Operators } from './operators.ts';

const irina = 1;
const wrapUpMs = 20_000;

let operators: Operators;
let told: HolosEvents['operator'][];
let moves: HolosEvents['wrap-up'][];
let bus: Bus;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-03-05T12:00:00Z') });
  bus = new Bus((error) => {
    throw error;
  });
  told = [];
  moves = [];
  bus.on('operator', (event) => told.push(event));
  bus.on('wrap-up', (event) => moves.push(event));
  operators = new Operators(bus, (queue) => (queue === 'short' ? 5_000 : wrapUpMs));
  operators.opened(irina, 'browser');
  operators.setPhone(irina, 'registered');
  operators.change(irina, 'ready');
});

afterEach(() => {
  operators.close();
  vi.useRealTimers();
});

const state = () => operators.of(irina).state;
const reason = () => operators.of(irina).pauseReason;
const states = () => told.length;
const leftMs = () => (operators.of(irina).wrapUpEndsAt?.getTime() ?? Number.NaN) - Date.now();

function talks(): void {
  operators.change(irina, 'offered');
  operators.change(irina, 'answered');
  operators.change(irina, 'talk-ended');
}

test('wrap-up says when it ends, and ends then', () => {
  talks();
  expect(told.at(-1)).toMatchObject({ state: 'wrap-up' });
  expect(leftMs()).toBe(wrapUpMs);
  vi.advanceTimersByTime(wrapUpMs - 1);
  expect(state()).toBe('wrap-up');
  vi.advanceTimersByTime(1);
  expect(told.at(-1)).toMatchObject({ state: 'ready', wrapUpEndsAt: null });
});

test('wrap-up is as long as the rules of the queue say from which the call came', () => {
  operators.offered(irina, 'short');
  operators.change(irina, 'answered');
  operators.change(irina, 'talk-ended');
  expect(leftMs()).toBe(5_000);
});

test('a prolonged wrap-up lasts a minute longer each time, and is no new state', () => {
  talks();
  const states = told.length;
  vi.advanceTimersByTime(5_000);
  operators.prolongWrapUp(irina);
  operators.prolongWrapUp(irina);
  expect(leftMs()).toBe(15_000 + 120_000);
  expect(moves.at(-1)?.endsAt?.getTime()).toBe(Date.now() + 135_000);
  expect(told).toHaveLength(states);
  vi.advanceTimersByTime(135_000);
  expect(state()).toBe('ready');
  expect(() => operators.prolongWrapUp(irina)).toThrow('not possible while ready');
});

describe('what a talk came to', () => {
  const dispose = (callId: string) =>
    bus.emit('step', {
      kind: 'disposition',
      operatorId: irina,
      disposition: 'advice',
      callId,
      at: new Date(),
    });
  const code = (work: () => void) => {
    try {
      work();
      return null;
    } catch (error) {
      return codeOf(error);
    }
  };
  const ends = () => code(() => operators.demandDisposition(irina));

  beforeEach(() => {
    operators.change(irina, 'offered');
    operators.change(irina, 'answered');
    operators.talkEnded(irina, 'call-1');
  });

  test('is owed in its wrap-up until it is said, of that call and no other', () => {
    expect(told.at(-1)).toMatchObject({ wrapUpCall: { callId: 'call-1', owesDisposition: true } });
    expect(ends()).toBe('desk.no-disposition');
    dispose('call-2');
    expect(ends()).toBe('desk.no-disposition');
    dispose('call-1');
    expect(ends()).toBeNull();
    expect(moves.at(-1)).toMatchObject({ call: { callId: 'call-1', owesDisposition: false } });
    operators.change(irina, 'wrapped-up');
    expect(told.at(-1)).toMatchObject({ state: 'ready', wrapUpCall: null });
  });

  test('keeps nobody in wrap-up: that ends by itself', () => {
    vi.advanceTimersByTime(wrapUpMs);
    expect([state(), ends()]).toEqual(['ready', null]);
    operators.change(irina, 'offered');
    operators.change(irina, 'answered');
    operators.change(irina, 'talk-ended');
    expect([state(), ends(), operators.of(irina).wrapUpCall]).toEqual(['wrap-up', null, null]);
  });
});

test('wrap-up waits for a desk that is away, and begins anew with it', () => {
  talks();
  vi.advanceTimersByTime(15_000);
  operators.lost(irina);
  expect(moves.at(-1)).toEqual({ operatorId: irina, endsAt: null, call: null });
  vi.advanceTimersByTime(15_000);
  expect(state()).toBe('wrap-up');
  operators.opened(irina, 'browser');
  expect(leftMs()).toBe(wrapUpMs);
  expect(moves.at(-1)?.endsAt?.getTime()).toBe(Date.now() + wrapUpMs);
});

test('who is sent to a pause in his wrap-up, while his desk is away, is offline when it does not come back', () => {
  talks();
  operators.lost(irina);
  vi.advanceTimersByTime(15_000);
  operators.change(irina, 'pause', { reason: 'supervisor', by: 9 });
  expect(state()).toBe('paused');
  vi.advanceTimersByTime(5_000);
  expect(state()).toBe('offline');
});

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
    operators.change(irina, event);
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

test('a phone that could not be rung though it is registered is tried again after half a minute', () => {
  operators.change(irina, 'offered');
  operators.change(irina, 'unreachable');
  vi.advanceTimersByTime(29_999);
  expect(state()).toBe('unreachable');
  vi.advanceTimersByTime(1);
  expect(state()).toBe('ready');
});

test('an unreachable phone that comes back without a microphone pauses its operator', () => {
  operators.setPhone(irina, 'unregistered');
  vi.advanceTimersByTime(5_000);
  operators.setPhone(irina, 'no-microphone');
  expect([state(), reason()]).toEqual(['paused', 'no-microphone']);
});

test('what was asked for in a talk is remembered by the controller that takes it up', () => {
  const asked = new Map([[7, { to: 'paused' as const, reason: 'lunch', setBy: null }]]);
  const others = new Operators(bus, () => 0, asked);
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
