import { expect, test } from 'vitest';
import { readDutyPhoneId } from './duty-phone.ts';
import { readLegId } from './leg.ts';

test('a telephone on duty is told from an operator’s leg and from a caller, and names its call', () => {
  expect(readDutyPhoneId('n1-duty-m3xyz-n1-1732300000.12')).toBe('n1-1732300000.12');
  expect(readDutyPhoneId('n1-leg-3-m3xyz0-n1-1732300000.12')).toBeNull();
  expect(readDutyPhoneId('n1-1732300000.12')).toBeNull();
  expect(readLegId('n1-duty-m3xyz-n1-1732300000.12')).toBeNull();
});
