import { expect, test } from 'vitest';
import type { Resident, Step } from './contract.ts';
import { proofOf, verifiedIn } from './verified.ts';

const at = '2026-03-05T12:00:00Z';
const verified = (accountId: number, by: string): Step => ({ at, kind: 'verified', accountId, by });
const resident: Resident = {
  ...{ id: 1, name: 'Коваленко Олена', phones: [], refusals: {}, notes: '', flat: '1' },
  account: { id: 7, number: '10', balanceKopecks: 0, lastPaymentOn: null, lastPaymentKopecks: null },
  building: { id: 1, street: 'Галицька', house: '1', centre: '' },
};

test('what the caller has shown last counts', () => {
  expect(verifiedIn([])).toBeNull();
  expect(verifiedIn([verified(7, 'account'), verified(8, 'pin')])).toEqual({ accountId: 8, by: 'pin' });
});

test('it proves who holds that account, and nobody else', () => {
  expect(proofOf(resident, [])).toBeNull();
  expect(proofOf(resident, [verified(7, 'pin')])).toBe('who.verified.pin');
  expect(proofOf(resident, [verified(7, 'account')])).toBe('who.verified.account');
  expect(proofOf(resident, [verified(8, 'pin')])).toBe('who.verified.other');
});
