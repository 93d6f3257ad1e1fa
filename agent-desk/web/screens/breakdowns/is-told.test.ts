import { expect, test } from 'vitest';
import { isTold } from './is-told.ts';

test('callers hear of what begins from a day before on', () => {
  const nowMs = Date.parse('2026-11-22T12:00:00Z');
  expect(isTold('2026-11-20T12:00:00Z', nowMs)).toBe(true);
  expect(isTold('2026-11-23T11:59:00Z', nowMs)).toBe(true);
  expect(isTold('2026-11-23T12:00:00Z', nowMs)).toBe(false);
});
