import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OperatorState } from '../../events.ts';
import { nextPresence, type PresenceEvent } from './presence-table.ts';

const events: PresenceEvent[] = [
  'opened',
  'gone',
  'ready',
  'pause',
  'offered',
  'answered',
  'missed',
  'unreachable',
  'rejected',
  'caller-left',
  'answered-elsewhere',
  'desk-lost',
  'talk-ended',
  'prolonged',
  'wrapped-up',
  'taken-up',
  'dials',
  'with-colleague',
  'colleague-left',
];

const walk = (history: PresenceEvent[]) =>
  history.reduce<OperatorState>((state, event) => nextPresence(state, event) ?? state, 'offline');

test('a day: in, ready, offered, answered, wrap-up, ready, lunch, out', () => {
  expect(walk(['opened'])).toBe('paused');
  expect(walk(['opened', 'ready', 'offered', 'answered', 'talk-ended'])).toBe('wrap-up');
  expect(walk(['opened', 'ready', 'offered', 'answered', 'talk-ended', 'wrapped-up', 'pause', 'gone'])).toBe(
    'offline',
  );
});

test('after a missed offer nobody is rung until he says that he is back', () => {
  expect(walk(['opened', 'ready', 'offered', 'missed'])).toBe('missed');
  expect(nextPresence('missed', 'offered')).toBeNull();
  expect(nextPresence('missed', 'ready')).toBe('ready');
});

test('only one who is ready can be offered a call', () => {
  for (const state of ['offline', 'paused', 'ringing', 'talking', 'wrap-up', 'missed'] as const) {
    expect(nextPresence(state, 'offered')).toBeNull();
  }
});

test('after whatever history nobody is stuck: when the talk ends and the desk goes, everyone is offline', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...events)), (history) => {
      let state = walk(history);
      if (state === 'talking') state = nextPresence(state, 'talk-ended') ?? state;
      if (state !== 'offline') state = nextPresence(state, 'gone') ?? state;
      expect(state).toBe('offline');
    }),
  );
});
