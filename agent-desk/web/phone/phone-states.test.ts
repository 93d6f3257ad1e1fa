import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LineEvent, nextLine } from './line-state.ts';
import { nextRing, type RingEvent, type RingState } from './ring-state.ts';

const ring = (...events: RingEvent[]) => events.reduce(nextRing, 'idle' as RingState);
const line = (...events: LineEvent[]) => events.reduce(nextLine, 'off');

describe('ringing', () => {
  test('card, invite, answer in every order that can happen is an answered call', () => {
    expect(ring('card', 'invite', 'answer')).toBe('answering');
    expect(ring('card', 'answer', 'invite')).toBe('answering');
    expect(ring('invite', 'card', 'answer')).toBe('answering');
  });

  test('nothing is answered before its card is on the screen', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom<RingEvent>('invite', 'answer', 'accepted', 'ended', 'gone')),
        (events) => {
          expect(['answering', 'talking']).not.toContain(ring(...events));
        },
      ),
    );
  });

  test('nothing is answered that the operator did not want', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom<RingEvent>('card', 'invite', 'accepted', 'ended', 'gone')),
        (events) => {
          expect(['answering', 'talking', 'wanted']).not.toContain(ring(...events));
        },
      ),
    );
  });

  test('a resumed call is answered by itself, from anywhere', () => {
    expect(ring('resume')).toBe('answering');
    expect(ring('card', 'invite', 'answer', 'accepted', 'resume', 'accepted')).toBe('talking');
  });

  test('a call that is gone leaves nothing behind', () => {
    expect(ring('card', 'answer', 'gone')).toBe('idle');
    expect(ring('card', 'invite', 'answer', 'accepted', 'gone')).toBe('idle');
  });
});

describe('the line', () => {
  test('comes back by itself after a drop', () => {
    expect(line('start', 'registered', 'dropped')).toBe('lost');
    expect(line('start', 'registered', 'dropped', 'registered')).toBe('registered');
  });

  test('a wrong password is said, and a new one starts afresh', () => {
    expect(line('start', 'refused', 'dropped')).toBe('refused');
    expect(line('start', 'refused', 'start')).toBe('connecting');
  });

  test('that was stopped hears nothing more', () => {
    expect(line('start', 'stop', 'registered')).toBe('off');
  });
});
