import { expect, test } from 'vitest';
import { typedNumber } from './typed-number.ts';

test.each([
  ['050 111-22-33', '050 111-22-33'],
  [' +380501112233 ', '+380501112233'],
  ['104', '104'],
  ['(0342) 75-06-00', '(0342) 75-06-00'],
])('%s is a number to call', (typed, number) => expect(typedNumber(typed)).toBe(number));

test.each(['', '12', 'Галицька 15', '26-000123/1', '1234567890123456', '+'])('%s is none', (typed) =>
  expect(typedNumber(typed)).toBeNull(),
);
