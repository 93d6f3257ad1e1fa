import { expect, test } from 'vitest';
import { presentStep } from './step.ts';

const at = new Date('2026-11-22T10:00:00.000Z');
const shown = (step: { kind: string; [field: string]: unknown }) => {
  const { at: _, ...rest } = presentStep({ at, ...step });
  return rest;
};

test('of a message only its length is shown', () => {
  const message = { kind: 'message', name: 'request-1', durationMs: 9_000, voicedMs: 8_000 };
  expect(shown(message)).toEqual({ kind: 'message', durationMs: 9_000 });
});

test('of answers only those that say what a caller wanted', () => {
  const noted = (name: string, value: unknown) => shown({ kind: 'noted', name, value });
  expect(noted('request.category', 'lift')).toEqual({
    kind: 'noted',
    name: 'request.category',
    value: 'lift',
  });
  expect(noted('readings.meter-17', { entry: 'e', value: '12.000', doubts: [] })).toEqual({
    kind: 'noted',
    name: 'readings.meter',
    value: '12.000',
  });
  expect(noted('readings.meter-17', 'skipped')).toEqual({ kind: 'noted' });
  expect(noted('readings.account', 4)).toEqual({ kind: 'noted' });
  expect(noted('anything.new', 'secret')).toEqual({ kind: 'noted' });
});
