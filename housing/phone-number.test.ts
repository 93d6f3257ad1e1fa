import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listedNumber, normaliseNumber, readableNumber, readNumber } from './phone-number.ts';

const place = { country: 'UA', areaCode: '342' };
const olena = '+380501112233';

describe('every usual form of one number', () => {
  test.each([
    '+380501112233',
    '380501112233',
    '0501112233',
    '80501112233',
    '8 050 111 22 33',
    '8-050-111-22-33',
    '8 (050) 111-22-33',
    '00380501112233',
    '501112233',
    '+38 (050) 111-22-33',
    '+38(050)1112233',
    '+380 (50) 111-22-33',
    '+380 50 111 22 33',
    '050.111.22.33',
    '(050) 111–22–33',
    '\u00a0050\u00a0111\u00a022\u00a033 ',
    'tel:+380-50-111-22-33;phone-context=ua',
    'sip:+380501112233@192.0.2.7:5060;user=phone',
    'sip:0501112233;npdi;rn=+380390@carrier.example',
    'SIPS:%2B380501112233@carrier.example',
    '"Олена" <sip:+380501112233@carrier.example;user=phone>;tag=abc',
  ])('%s', (written) => {
    expect(readNumber(written, place)).toEqual({ e164: olena, kind: 'mobile' });
  });
});

test.each([
  ['750600', '+380342750600', 'landline'],
  ['75-06-00', '+380342750600', 'landline'],
  ['0342750600', '+380342750600', 'landline'],
  ['8-044-123-45-67', '+380441234567', 'landline'],
  ['80342 75-06-00', '+380342750600', 'landline'],
  ['0 800 307 800', '+380800307800', 'free'],
  ['8 800 307 800', '+380800307800', 'free'],
  ['8 0 800 307 800', '+380800307800', 'free'],
  ['+48 501 112 233', '+48501112233', 'foreign'],
  ['48501112233', '+48501112233', 'foreign'],
  ['0048501112233', '+48501112233', 'foreign'],
  ['+1 (212) 555-1234', '+12125551234', 'foreign'],
  ['12125551234', '+12125551234', 'foreign'],
  ['+880 17 1234 5678', '+8801712345678', 'foreign'],
])('%s is %s, %s', (written, e164, kind) => {
  expect(readNumber(written, place)).toEqual({ e164, kind });
});

test('five digits are a number of a small town, whose area code is longer by one', () => {
  expect(normaliseNumber('2-34-56', { country: 'UA', areaCode: '3436' })).toBe('+380343623456');
  expect(normaliseNumber('23456', place)).toBeNull();
});

test.each([
  null,
  undefined,
  '',
  '  ',
  'anonymous',
  'Anonymous',
  'sip:anonymous@anonymous.invalid',
  'unavailable',
])('%s is withheld', (written) => {
  expect(readNumber(written, place)).toEqual({ e164: null, kind: 'anonymous' });
});

test.each([
  '1',
  '112',
  '0'.repeat(40),
  '3805011122334455667788990011223344556677',
  '+999123456789',
  '+380000000000',
  '89161234567',
  '84951234567',
  '8 800 555 35 35',
  '8 10 48 501 112 233',
  '9161234567',
  '+',
  '++380501112233',
  '05O1112233',
  'Олена',
  '*100#',
  '0501112233,,1',
  "0501112233'; DROP TABLE calls",
  'sip:@host',
  '🙂',
  'asterisk',
  '+38050',
  '\u0000',
  'a'.repeat(1000),
])('%j is rubbish', (written) => {
  expect(normaliseNumber(written, place)).toBeNull();
});

test('whatever is written, it is read without an error, and what comes out reads as itself', () => {
  const digits = fc.stringMatching(/^[+0-9 ()-]{0,24}$/);
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), digits), (written) => {
      const { e164 } = readNumber(written, place);
      if (e164 === null) return;
      expect(e164).toMatch(/^\+[1-9]\d{6,14}$/);
      expect(normaliseNumber(e164, place)).toBe(e164);
      expect(readableNumber(e164).replaceAll(/[^\d+]/g, '')).toBe(e164);
    }),
    { numRuns: 3000 },
  );
});

const written = fc.stringMatching(/^[0-9 ()-]{5,24}$/);

test('what begins with 8 and has no plus is a number of this country, or none', () => {
  fc.assert(
    fc.property(fc.tuple(fc.constantFrom('8', ' 8', '(8'), written), (parts) => {
      const { e164 } = readNumber(parts.join(''), place);
      if (e164 !== null) expect(e164).toMatch(/^\+380\d{9}$/);
    }),
    { numRuns: 5000 },
  );
});

test('every number of this country is read from 8 and its digits, with and without the zero', () => {
  const local = fc.stringMatching(/^(50|67|99|342|44|800)\d{7}$/).map((digits) => digits.slice(0, 9));
  fc.assert(
    fc.property(local, (digits) => {
      const home = normaliseNumber(`+380${digits}`, place);
      expect(normaliseNumber(`8${digits}`, place)).toBe(home);
      expect(normaliseNumber(`80${digits}`, place)).toBe(home);
    }),
  );
});

describe('in a list of numbers to call', () => {
  test('whoever lives abroad is written with + or 00; a caller’s trunk may leave them out', () => {
    for (const abroad of ['+48 501 112 233', '0048501112233', 'tel:+48501112233'])
      expect(listedNumber(abroad, place)).toBe('+48501112233');
    expect(normaliseNumber('48501112233', place)).toBe('+48501112233');
    expect(listedNumber('48501112233', place)).toBeNull();
    expect(listedNumber('8 050 111 22 33', place)).toBe(olena);
  });

  test('no digits without + or 00 lead abroad', () => {
    fc.assert(
      fc.property(written, (digits) => {
        fc.pre(!/^[ ()-]*0[ ()-]*0/.test(digits));
        const number = listedNumber(digits, place);
        if (number !== null) expect(number).toMatch(/^\+380\d{9}$/);
      }),
      { numRuns: 5000 },
    );
  });
});

test.each([
  [olena, '+380 50 111-22-33'],
  ['+380342750600', '+380 342 75-06-00'],
  ['+380441234567', '+380 44 123-45-67'],
  ['+48501112233', '+48 501 112 233'],
  ['rubbish', 'rubbish'],
])('%s is shown as %s', (e164, pretty) => {
  expect(readableNumber(e164)).toBe(pretty);
});
