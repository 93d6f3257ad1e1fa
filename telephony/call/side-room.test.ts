import { expect, test } from 'vitest';
import { readLegId } from './leg.ts';
import { phoneOfSideRoom } from './side-room.ts';

const phone = 'n1-supervisor-5-m3xyz0-n1-1732300000.12';

test('the phone of a supervisor is told from that of an operator, also when he is beside a talk', () => {
  expect(readLegId(phone)).toEqual({ rungFor: 'supervisor', operatorId: 5, callId: 'n1-1732300000.12' });
  expect(readLegId('n1-leg-5-m3xyz0-n1-1732300000.12')?.rungFor).toBe('leg');
});

test('bridges and ears say whose they are', () => {
  expect([`${phone}.side-1`, `${phone}.ear-12`].map(phoneOfSideRoom)).toEqual([phone, phone]);
  const others = [phone, 'room-n1-1732300000.12', 'n1-1732300000.12.heard-1'];
  expect(others.map(phoneOfSideRoom)).toEqual([null, null, null]);
});
