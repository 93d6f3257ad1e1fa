import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OperatorState } from '../../events.ts';
import { nextPresence, type PresenceEvent } from './presence-table.ts';

const events: PresenceEvent[] = [
  'opened',
  'ready-again',
  'missed-again',
  'wraps-up-again',
  'gone',
  'ready',
  'pause',
  'off',
  'offered',
  'answered',
  'missed',
  'unreachable',
  'phone-gone',
  'phone-back',
  'rejected',
  'caller-left',
  'answered-elsewhere',
  'moved',
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
  for (const state of [
    'offline',
    'paused',
    'ringing',
    'talking',
    'wrap-up',
    'missed',
    'unreachable',
  ] as const) {
    expect(nextPresence(state, 'offered')).toBeNull();
  }
});

test('whose phone cannot be rung is unreachable until it can: nobody need say anything', () => {
  expect(walk(['opened', 'ready', 'phone-gone'])).toBe('unreachable');
  expect(walk(['opened', 'ready', 'offered', 'unreachable', 'phone-back'])).toBe('ready');
});

test('a pause, or the end of the day, that is asked for in a talk or while it rings cuts nobody off', () => {
  for (const word of ['pause', 'off', 'ready'] as const) {
    expect(nextPresence('talking', word)).toBe('talking');
    expect(nextPresence('ringing', word)).toBe('ringing');
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
