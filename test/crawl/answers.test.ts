import { expect, test } from 'vitest';
import type { AskedOfCaller } from '../../events.ts';
import { answersTo, isKept } from './answers.ts';

const asked = (kind: AskedOfCaller['kind'], keys: string): AskedOfCaller => ({
  ...{ callId: 'n1-1', name: 'asked', kind, keys, wording: 0, words: [] },
});

test('at a proposal its key is tried, * and 9, which it takes, silence, and 0, which answers what follows', () => {
  const answers = answersTo(asked('proposal', '1'));
  expect(answers.map(({ label }) => label)).toEqual(['1', '*', '9', 'silence', '0']);
  expect(answers.filter((one) => isKept('proposal', one)).map(({ label }) => label)).toEqual(['0']);
});

test('a question takes every key itself', () => {
  for (const kind of ['key', 'digits', 'voice'] as const)
    for (const answer of answersTo(asked(kind, '12'))) expect(isKept(kind, answer)).toBe(false);
});
