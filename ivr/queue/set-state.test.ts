import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Bus, type HolosEvents } from '../../events.ts';
import { Operators } from './operators.ts';
import { setState } from './set-state.ts';

const irina = 1;
const head = 9;
let operators: Operators;
let told: HolosEvents['operator'][];
let after: HolosEvents['afterwards'][];

beforeEach(() => {
  vi.useFakeTimers();
  const bus = new Bus((error) => {
    throw error;
  });
  told = [];
  after = [];
  bus.on('operator', (event) => told.push(event));
  bus.on('afterwards', (event) => after.push(event));
  operators = new Operators(bus, () => 20_000);
});
afterEach(() => {
  operators.close();
  vi.useRealTimers();
});

const sets = (to: 'ready' | 'pause' | 'offline') => setState(operators, irina, to, head);
const code = (to: 'ready' | 'pause' | 'offline') => {
  try {
    sets(to);
    return 'done';
  } catch (error) {
    return (error as { code: string }).code;
  }
};
function atWork(): void {
  operators.opened(irina, 'browser');
  operators.setPhone(irina, 'registered');
  operators.change(irina, 'ready');
}
const now = () => {
  const { state, pauseReason, setBy } = operators.of(irina);
  return [state, pauseReason, setBy];
};

test('ready only where his desk is open and his phone can ring', () => {
  expect([code('ready'), code('pause'), code('offline')]).toEqual([
    ...['operator.no-desk', 'operator.no-desk', 'done'],
  ]);
  operators.opened(irina, 'browser');
  expect(code('ready')).toBe('operator.no-phone');
  operators.setPhone(irina, 'no-microphone');
  expect(code('ready')).toBe('desk.no-microphone');
  operators.setPhone(irina, 'registered');
  expect(code('ready')).toBe('done');
  expect(now()).toEqual(['ready', null, head]);
});

test('who has set it is told with the state, and no longer when it is another', () => {
  atWork();
  sets('pause');
  expect(now()).toEqual(['paused', 'supervisor', head]);
  expect(told.at(-1)).toMatchObject({ state: 'paused', pauseReason: 'supervisor', setBy: head });
  operators.change(irina, 'ready');
  expect(now()).toEqual(['ready', null, null]);
});

test('who is there already stays as he is, with his own reason', () => {
  atWork();
  operators.change(irina, 'pause', { reason: 'lunch' });
  const before = told.length;
  sets('pause');
  expect([now(), told.length]).toEqual([['paused', 'lunch', null], before]);
});

test.each([
  ['pause', 'paused', 'supervisor'],
  ['offline', 'offline', null],
] as const)('a talk is not cut off: %s comes after it', (to, state, reason) => {
  atWork();
  operators.change(irina, 'offered');
  operators.change(irina, 'answered');
  sets(to);
  expect(operators.of(irina)).toMatchObject({ state: 'talking', setBy: null, afterwards: { setBy: head } });
  operators.change(irina, 'talk-ended');
  vi.advanceTimersByTime(20_000);
  expect(now()).toEqual([state, reason, head]);
});

test('what an operator asked for in a talk is taken back by a supervisor’s word, and it is told whose that was', () => {
  atWork();
  operators.change(irina, 'offered');
  operators.change(irina, 'answered');
  operators.change(irina, 'pause', { reason: 'lunch' });
  sets('ready');
  expect(after.map(({ afterwards, by }) => [afterwards?.to ?? null, by])).toEqual([
    ['paused', null],
    [null, head],
  ]);
  operators.change(irina, 'talk-ended');
  vi.advanceTimersByTime(20_000);
  expect(now()).toEqual(['ready', null, null]);
});

test('whoever was taken off the floor comes back by his own word, but not without a desk', () => {
  atWork();
  sets('offline');
  expect(operators.floor()).toEqual([]);
  operators.change(irina, 'ready');
  expect(now()).toEqual(['ready', null, null]);
  sets('offline');
  operators.lost(irina);
  expect(() => operators.change(irina, 'ready')).toThrow('not possible while offline');
  operators.opened(irina, 'browser');
  expect(now()).toEqual(['paused', null, null]);
});

test('one who has missed a call, or sits in wrap-up, is put back to work', () => {
  atWork();
  operators.change(irina, 'offered');
  operators.change(irina, 'missed');
  sets('ready');
  expect(now()).toEqual(['ready', null, head]);
});

test('a supervisor who does it for himself has pressed his own button', () => {
  atWork();
  setState(operators, irina, 'pause', irina);
  expect(now()).toEqual(['paused', 'break', null]);
});
