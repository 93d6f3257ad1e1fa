import { describe, expect, test } from 'vitest';
import { money } from './money.ts';
import { address, isSameNumber, phoneNumber } from './phone.ts';
import { reading } from './reading.ts';
import { clockLength, moment, timeOfDay } from './time.ts';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('lengths', () => {
  test.each([
    [0, '0:00'],
    [84_000, '1:24'],
    [84_999, '1:24'],
    [600_000, '10:00'],
    [3_723_000, '1:02:03'],
    [-5, '0:00'],
  ])('%d ms is %s', (lengthMs, text) => {
    expect(clockLength(lengthMs)).toBe(text);
  });

  test('stand under each other when padded', () => {
    expect(clockLength(48_000, true)).toBe('00:48');
  });
});

describe('moments', () => {
  const now = Date.parse('2026-03-05T12:00:00Z');
  test('of today are a time in the time zone of the company', () => {
    expect(moment('2026-03-05T07:05:00Z', now, 'uk', 'Europe/Kyiv')).toBe('09:05');
  });

  test('of another day carry the day', () => {
    expect(plain(moment('2026-03-04T07:05:00Z', now, 'uk', 'Europe/Kyiv'))).toBe('4 бер., 09:05');
  });

  test('midnight is 00, not 24', () => {
    expect(timeOfDay('2026-03-04T22:00:09Z', 'en', 'Europe/Kyiv', true)).toBe('00:00:09');
  });
});

describe('money', () => {
  test('is written as each language writes it', () => {
    expect(plain(money(125_050, 'uk'))).toBe('1 250,50 ₴');
    expect(plain(money(-125_050, 'en'))).toBe('-₴1,250.50');
  });
});

test('a meter’s value has no zeros that say nothing', () => {
  expect([reading('00123.450', 'uk'), reading('1250.000', 'en')]).toEqual(['123,45', '1250']);
});

describe('phone numbers', () => {
  test.each([
    ['+380501112233', '+380 50 111-22-33'],
    ['+380342551122', '+380 342 55-11-22'],
    ['750600', '750-600'],
    ['1580', '1580'],
    ['+48221234567', '+48 221 234 567'],
    ['+4930901820', '+49 309 018 20'],
    ['+12125550142', '+1 212 555 01 42'],
    ['+37360123456', '+373 601 234 56'],
    ['+79161234567', '+7 916 123 45 67'],
    ['+48', '+48'],
  ])('%s is shown as %s', (number, text) => {
    expect(phoneNumber(number)).toBe(text);
  });
});

test('an address without a flat has no flat', () => {
  expect(address({ street: 'вул. Галицька', house: '7а' }, '', 'кв.')).toBe('вул. Галицька, 7а');
  expect(address({ street: 'вул. Галицька', house: '7а' }, '12', 'кв.')).toBe('вул. Галицька, 7а, кв. 12');
});

test.each([
  ['0671234500', '+380671234500', true],
  ['+380 67 123-45-00', '+380671234500', true],
  ['1580', '1580', true],
  ['1580', '+380671231580', false],
  ['0671234500', '+380671234501', false],
])('%s and %s are one telephone: %s', (one, other, same) => {
  expect(isSameNumber(one, other)).toBe(same);
});
