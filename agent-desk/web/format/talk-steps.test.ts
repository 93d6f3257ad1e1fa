import { describe, expect, test } from 'vitest';
import { leftOnHold, recordingOffSince, takenFrom, unrecorded } from './talk-steps.ts';

const happened = (...kinds: { kind: string; [key: string]: unknown }[]) =>
  kinds.map((one, second) => ({ at: `2026-03-05T12:00:0${second}.000Z`, ...one }));

test('a caller is left on hold by who was not reached or has left, until the operator is back', () => {
  const asked = [{ kind: 'held' }, { kind: 'consulted' }];
  const left = { kind: 'consult-ended', how: 'left' };
  expect(leftOnHold(happened(...asked, left))).toBe('left');
  expect(leftOnHold(happened(...asked, { kind: 'consult-ended', how: 'not-reached' }))).toBe('not-reached');
  expect(leftOnHold(happened(...asked, { kind: 'consult-ended', how: 'asker-away' }))).toBe('asker-away');
  expect(leftOnHold(happened(...asked, { kind: 'consult-ended', how: 'back' }))).toBeNull();
  expect(leftOnHold(happened(...asked, { kind: 'consult-ended', how: 'given-up' }))).toBeNull();
  expect(leftOnHold(happened(...asked, left, { kind: 'resumed' }, { kind: 'held' }))).toBeNull();
  expect(leftOnHold(happened(...asked))).toBeNull();
});

test('a call is taken from whoever has led it', () => {
  const steps = happened({ kind: 'taken-over', operatorId: 9, from: 3 });
  expect(takenFrom(steps, 3)).toBe(9);
  expect(takenFrom(steps, 9)).toBeNull();
});

describe('a recording that was switched off', () => {
  const off = { kind: 'recording-off', operatorId: 3 };
  const on = { kind: 'recording-on', operatorId: 3 };

  test('is off since then, until it is on again', () => {
    expect(recordingOffSince(happened(off))).toBe('2026-03-05T12:00:00.000Z');
    expect(recordingOffSince(happened(off, on))).toBeNull();
    expect(recordingOffSince(happened({ kind: 'held' }))).toBeNull();
  });

  test('has stretches without sound; another controller that says it anew begins none', () => {
    const startedAt = '2026-03-05T12:00:00.000Z';
    expect(unrecorded(happened(off, off, on, { kind: 'held' }, off), startedAt)).toEqual([
      { fromMs: 0, toMs: 2_000 },
      { fromMs: 4_000, toMs: null },
    ]);
  });
});
