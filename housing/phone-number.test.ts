import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normaliseNumber, readableNumber } from './phone-number.ts';

const here = { country: 'UA', areaCode: '342' };

test.each([
  ['+380501112233', '+380501112233'],
  ['380501112233', '+380501112233'],
  ['00380501112233', '+380501112233'],
  ['0501112233', '+380501112233'],
  ['80501112233', '+380501112233'],
  ['8 (050) 111-22-33', '+380501112233'],
  ['+38 050 111 22 33', '+380501112233'],
  ['sip:+380501112233@127.0.0.2;user=phone', '+380501112233'],
  ['tel:+380501112233', '+380501112233'],
  ['0342750600', '+380342750600'],
  ['750600', '+380342750600'],
  ['8 044 2791234', '+380442791234'],
  ['+48221234567', '+48221234567'],
  ['48221234567', '+48221234567'],
  ['+14155552671', '+14155552671'],
])('%s is %s', (written, number) => {
  expect(normaliseNumber(written, here)).toBe(number);
});

test.each([
  '',
  'anonymous',
  'Anonymous',
  'unavailable',
  'restricted',
  'asterisk',
  '0',
  '101',
  '+',
  '++380501112233',
  '+38050',
  '1'.repeat(40),
  "'; DROP TABLE calls",
  '\u0000',
  '+380001112233',
])('%j is no number', (written) => {
  expect(normaliseNumber(written, here)).toBeNull();
});

test('nothing that a phone can send makes it throw, and what it gives is always E.164', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[+0-9 ()-]{0,45}$/)), (written) => {
      const number = normaliseNumber(written, here);
      if (number !== null) expect(number).toMatch(/^\+\d{7,15}$/);
    }),
  );
});

test('what was normalised once stays as it is', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^0(50|67|93|342)\d{7}$/), (written) => {
      const number = normaliseNumber(written, here);
      if (number !== null) expect(normaliseNumber(number, here)).toBe(number);
    }),
  );
});

test('people read numbers in groups', () => {
  expect(readableNumber('+380501112233')).toBe('+380 50 111 2233');
  expect(readableNumber('what')).toBe('what');
});
