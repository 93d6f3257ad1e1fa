import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type ReadyOperator, readyOperator } from '../../test/floor/ready-operator.ts';

/** Who goes by his own word, and who may not come back. */
const irina = 1;

let operators: ReadyOperator['operators'];
let told: ReadyOperator['told'];

beforeEach(() => {
  ({ operators, told } = readyOperator(irina));
});

afterEach(() => {
  operators.close();
  vi.useRealTimers();
});

const state = () => operators.of(irina).state;

test('who logs out in a talk is refused, and nothing changes; after it he may', () => {
  operators.change(irina, 'offered');
  operators.change(irina, 'answered');
  const before = told.length;
  expect(() => operators.closed(irina)).toThrow(expect.objectContaining({ code: 'desk.not-now' }));
  expect([state(), operators.isDeskOpen(irina), told.length]).toEqual(['talking', true, before]);
  operators.change(irina, 'talk-ended');
  operators.closed(irina);
  expect([state(), operators.isDeskOpen(irina)]).toEqual(['offline', false]);
  operators.closed(irina);
});

test('who is locked out is offline at once, or when his talk is over; opening a desk again he is as anybody', () => {
  operators.lockedOut(irina);
  expect([state(), operators.whenLockedOut(irina).aborted]).toEqual(['offline', true]);
  operators.opened(irina, 'browser');
  expect([state(), operators.whenLockedOut(irina).aborted]).toEqual(['paused', false]);
  operators.change(irina, 'ready');
  operators.change(irina, 'offered');
  operators.change(irina, 'answered');
  const signal = operators.whenLockedOut(irina);
  operators.lockedOut(irina);
  expect([state(), signal.aborted]).toEqual(['talking', true]);
  operators.talkEnded(irina, null);
  vi.advanceTimersByTime(20_000);
  expect(state()).toBe('offline');
});
