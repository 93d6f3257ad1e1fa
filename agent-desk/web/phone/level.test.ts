import { expect, test } from 'vitest';
import { levelOf } from './level.ts';

const sine = (amplitude: number) =>
  Array.from({ length: 1000 }, (_, index) => amplitude * Math.sin((index * Math.PI) / 10));

test('silence is nothing, and quiet is less than loud', () => {
  expect(levelOf([])).toBe(0);
  expect(levelOf([0, 0, 0])).toBe(0);
  expect(levelOf(sine(0.01))).toBeLessThan(levelOf(sine(0.5)));
});

test('a full-scale square is full, and half of it is 6 dB less', () => {
  expect(levelOf([1, -1, 1, -1])).toBe(1);
  expect(levelOf([0.5, -0.5])).toBeCloseTo(0.9, 2);
});
