import { expect, test } from 'vitest';
import type { Attempt } from '../../state/contract.ts';
import { countAnswers, withLive } from './attempts.ts';

const attempt = (id: number, more: Partial<Attempt> = {}): Attempt => ({
  id,
  campaignId: 1,
  number: '+380501112233',
  try: 1,
  state: 'waiting',
  outcome: null,
  answer: null,
  callId: null,
  ...more,
});

test('live attempts stand over fetched ones, and those of other campaigns stay out', () => {
  const live = [attempt(2, { state: 'done' }), attempt(3), attempt(4, { campaignId: 9 })];
  const merged = withLive(1, [attempt(1), attempt(2)], live);
  expect(merged.map((one) => [one.id, one.state])).toEqual([
    [3, 'waiting'],
    [2, 'done'],
    [1, 'waiting'],
  ]);
});

test('answers are counted, and an average of none is none', () => {
  expect(countAnswers([attempt(1, { answer: 5 }), attempt(2, { answer: 4 }), attempt(3)])).toEqual({
    counts: [0, 0, 0, 1, 1],
    total: 2,
    average: 4.5,
  });
  expect(countAnswers([]).average).toBeNull();
});
