import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { codeOf } from '../../errors.ts';
import type { Bus, HolosEvents } from '../../events.ts';
import { readyOperator } from '../../test/floor/ready-operator.ts';
import type { Operators } from './operators.ts';

const irina = 1;
const wrapUpMs = 20_000;

let operators: Operators;
let told: HolosEvents['operator'][];
let moves: HolosEvents['wrap-up'][];
let bus: Bus;

beforeEach(() => {
  ({ operators, told, bus } = readyOperator(irina, (queue) => (queue === 'short' ? 5_000 : wrapUpMs)));
  moves = [];
  bus.on('wrap-up', (event) => moves.push(event));
});

afterEach(() => {
  operators.close();
  vi.useRealTimers();
});

const state = () => operators.of(irina).state;
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
