import { expect, test } from 'vitest';
import { outcomeOf, triesAgain } from './outcome.ts';

test('busy and no answer are tried once more, and then no more', () => {
  for (const outcome of ['busy', 'no-answer'] as const) {
    expect(triesAgain(outcome, 1, 2)).toBe(true);
    expect(triesAgain(outcome, 2, 2)).toBe(false);
  }
});

test('who answered, rejected, hung up or refused is not called again', () => {
  for (const outcome of ['answered', 'rejected', 'hung-up', 'refused-for-good', 'no-such-number'] as const) {
    expect(triesAgain(outcome, 1, 5)).toBe(false);
  }
});

test('an end that is none of the trunk’s words is a failure', () => {
  expect(outcomeOf('busy')).toBe('busy');
  expect(outcomeOf('asterisk-lost')).toBe('failed');
});
