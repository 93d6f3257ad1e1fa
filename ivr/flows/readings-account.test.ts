import { expect, test } from 'vitest';
import { endsOf } from './readings-account.ts';

test.each([
  [
    ['75000015', '75000023'],
    ['15', '23'],
  ],
  [
    ['75000115', '75000215'],
    ['115', '215'],
  ],
  [['75000015'], ['15']],
  [
    ['75000015', '5000015'],
    ['75000015', '5000015'],
  ],
])('%j are told apart by %j', (numbers, ends) => {
  expect(endsOf(numbers)).toEqual(ends);
});
