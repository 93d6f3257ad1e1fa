import { expect, test } from 'vitest';
import { dateFormat, numberFormat } from './formatters.ts';

test('a formatter is made once for all who ask for the same, and another one for whoever asks for something else', () => {
  const inKyiv = { timeZone: 'Europe/Kyiv', hour: '2-digit', minute: '2-digit' } as const;
  expect(dateFormat('uk', inKyiv)).toBe(dateFormat('uk', { ...inKyiv }));
  expect(dateFormat('uk', inKyiv)).not.toBe(dateFormat('en', inKyiv));
  const inLondon = dateFormat('uk', { ...inKyiv, timeZone: 'Europe/London' });
  expect(inLondon.format(0)).toBe('01:00');
  expect(dateFormat('uk', inKyiv).format(0)).toBe('03:00');
  expect(numberFormat('uk', { style: 'percent' })).toBe(numberFormat('uk', { style: 'percent' }));
  expect(numberFormat('uk', { style: 'percent' })).not.toBe(numberFormat('uk', {}));
});
