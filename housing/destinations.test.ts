import { expect, test } from 'vitest';
import { loadCompany } from '../config/load-company.ts';
import { destinationOf } from './destinations.ts';

const company = await loadCompany({ company: '750-600' });
const to = (written: string, role: 'operator' | 'supervisor' = 'operator', outgoing = company.outgoing) =>
  destinationOf(written, role, { ...company, outgoing });

test.each([
  ['+380501112233', '+380501112233'],
  ['050 111-22-33', '+380501112233'],
  ['750600', '+380342750600'],
  ['1580', '1580'],
  ['104', '104'],
  ['0 800 307 800', '+380800307800'],
])('%s may be called by everybody', (written, dial) => expect(to(written)).toEqual({ dial }));

test.each([
  ['+48221234567', 'foreign'],
  ['+4930901820', 'foreign'],
  ['0900 301 234', 'premium'],
  ['199', 'not-a-number'],
  ['hello', 'not-a-number'],
  ['', 'not-a-number'],
])('%s may not: %s', (written, refused) => expect(to(written)).toEqual({ refused }));

test('the company file says who may call abroad, and what costs more', () => {
  const outgoing = { foreign: ['supervisor' as const], premium: [] };
  expect(to('+48221234567', 'supervisor', outgoing)).toEqual({ dial: '+48221234567' });
  expect(to('+48221234567', 'operator', outgoing)).toEqual({ refused: 'foreign' });
  expect(to('0900301234', 'supervisor', outgoing)).toEqual({ refused: 'premium' });
});
