import { expect, test } from 'vitest';
import { askedNumber } from './asked-number.ts';

const place = { country: 'UA', areaCode: '342' };

test.each([
  ['+380501112233', '+380501112233'],
  [' 380501112233', '+380501112233'],
  ['380501112233', '+380501112233'],
  ['0501112233', '+380501112233'],
  ['8 (050) 111-22-33', '+380501112233'],
  ['750600', '+380342750600'],
  [' 48221234567', '+48221234567'],
  [' 12025550123', '+12025550123'],
  ['nobody', 'nobody'],
])('%j is %s', (written, number) => {
  expect(askedNumber(written, place)).toBe(number);
});
