import fc from 'fast-check';
import { expect, test } from 'vitest';
import { madeUpTown } from '../../db/seeds/town.ts';
import { isAccountNumber, withCheckDigit } from './account-number.ts';

test.each([
  // The standard's own example, and two numbers that are published as valid in registers that use it (the Croatian OIB).
  ['0794', '07945'],
  ['6943515153', '69435151530'],
  ['9457740319', '94577403194'],
])('the check digit of %s gives %s', (digits, number) => {
  expect(withCheckDigit(digits)).toBe(number);
  expect(isAccountNumber(number)).toBe(true);
});

test.each([
  '',
  '1',
  '1234',
  '07946',
  '0794 5',
  '7500007a',
  '-5',
  '٠٧٩٤٥',
  '5'.repeat(40),
  `${'0'.repeat(39)}2`,
])('%j is no account number', (digits) => expect(isAccountNumber(digits)).toBe(false));

const payload = fc.stringMatching(/^\d{4,11}$/);

test('every number with its check digit is one, and with any one digit wrong it is none', () => {
  fc.assert(
    fc.property(payload, fc.nat(), fc.integer({ min: 1, max: 9 }), (digits, where, by) => {
      const number = withCheckDigit(digits);
      expect(isAccountNumber(number)).toBe(true);
      const at = where % number.length;
      const other = (Number(number[at]) + by) % 10;
      expect(isAccountNumber(number.slice(0, at) + other + number.slice(at + 1))).toBe(false);
    }),
  );
});

test('nearly every two neighbours that changed places are found', () => {
  const numbers = Array.from({ length: 3_000 }, (_, i) => withCheckDigit(String(7_500_000 + i * 7)));
  const swapped = numbers.flatMap((number) =>
    [...number].flatMap((digit, i) => {
      const next = number[i + 1];
      return next === undefined || next === digit
        ? []
        : [number.slice(0, i) + next + digit + number.slice(i + 2)];
    }),
  );
  expect(swapped.filter(isAccountNumber).length / swapped.length).toBeLessThan(0.03);
});

test('all accounts of the made-up town have one', () => {
  const { accounts } = madeUpTown({ today: new Date('2026-11-22T12:00:00Z'), buildings: 60 });
  expect(accounts.filter(({ number }) => !isAccountNumber(number))).toEqual([]);
  expect(new Set(accounts.map(({ number }) => number)).size).toBe(accounts.length);
});
