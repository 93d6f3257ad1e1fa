import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextSupervising, type SupervisingEvent, type SupervisingStage } from './supervising-table.ts';

const events: SupervisingEvent[] = ['picked-up', 'change', 'set', 'take-over', 'taken', 'end'];
const walk = (history: SupervisingEvent[]) =>
  history.reduce<SupervisingStage>((stage, event) => nextSupervising(stage, event) ?? stage, 'ringing');

test('rung, picked up, set, changed, taken over', () => {
  expect(walk(['picked-up'])).toBe('switching');
  expect(walk(['picked-up', 'set', 'change'])).toBe('switching');
  expect(walk(['picked-up', 'set', 'take-over'])).toBe('taking-over');
  expect(walk(['picked-up', 'set', 'take-over', 'taken'])).toBe('over');
});

test('nothing is taken over that is not heard, and who has joined takes what he is left with', () => {
  expect(nextSupervising('ringing', 'take-over')).toBeNull();
  expect(nextSupervising('switching', 'take-over')).toBeNull();
  expect(nextSupervising('ringing', 'taken')).toBeNull();
  expect(nextSupervising('on', 'taken')).toBe('over');
});

test('after whatever history it can be ended, and what is over stays so', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...events)), (history) => {
      expect(walk([...history, 'end'])).toBe('over');
      expect(walk([...history, 'end', ...history])).toBe('over');
    }),
  );
});
