import { expect, test } from 'vitest';
import { loadCompany } from '../config/load-company.ts';
import { destinationOf, refusalOf } from './destinations.ts';

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

test('to whom a number is refused is said with the reason, and nothing where everybody may call it', () => {
  const refusal = (written: string, outgoing = company.outgoing) =>
    refusalOf(written, { ...company, outgoing });
  const everybody = ['operator', 'supervisor', 'administrator'];
  expect(refusal('+380501112233')).toBeNull();
  expect(refusal('104')).toBeNull();
  expect(refusal('+48221234567')).toEqual({ why: 'foreign', to: everybody });
  expect(refusal('0900301234')).toEqual({ why: 'premium', to: everybody });
  expect(refusal('hello')).toEqual({ why: 'not-a-number', to: everybody });
  const outgoing = { foreign: ['supervisor' as const], premium: [] };
  expect(refusal('+48221234567', outgoing)).toEqual({ why: 'foreign', to: ['operator', 'administrator'] });
});
