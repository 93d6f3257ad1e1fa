import { expect, test } from 'vitest';
import { numbersIn } from './numbers.ts';

test('numbers stand one a line or apart by commas, with spaces inside', () => {
  expect(numbersIn('+380 50 111-22-33\n\n 0671112233 ;\r\n750600, (0342) 55-44-33\n')).toEqual([
    '+380 50 111-22-33',
    '0671112233',
    '750600',
    '(0342) 55-44-33',
  ]);
  expect(numbersIn(' \n ')).toEqual([]);
});

test('a whole letter among the numbers is taken by its beginning', () => {
  expect(numbersIn(`0671112233\n${'Добрий день! '.repeat(40)}`).map(({ length }) => length)).toEqual([
    10, 300,
  ]);
});
