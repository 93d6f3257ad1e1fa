import { expect, test } from 'vitest';
import { billingSchema } from '../../config/company/billing.ts';
import type { AccountState } from '../../housing/accounts/accounts.ts';
import { balanceOf } from './balance.ts';

const billing = billingSchema.parse({
  services: [
    { id: 'heating', name: { uk: 'Опалення', ru: 'Отопление', en: 'Heating' } },
    { id: 'water', name: { uk: 'Вода', ru: 'Вода', en: 'Water' } },
  ],
});
const company = { billing, verification: 'pin' } as const;
const account: AccountState = {
  id: 1,
  number: '75000015',
  balanceKopecks: 0,
  lastPaymentOn: null,
  lastPaymentKopecks: null,
  email: null,
  centre: 'Каскад',
  street: 'вул. Галицька',
  house: '1',
  flat: '1',
  services: [],
};

/** What is told of services with these balances, in kopecks, without the account and the last payment. */
function told(balances: Record<string, number>) {
  const services = Object.entries(balances).map(([service, balanceKopecks]) => ({ service, balanceKopecks }));
  const balanceKopecks = services.reduce((sum, one) => sum + one.balanceKopecks, 0);
  return balanceOf({ ...account, balanceKopecks, services }, company, 'en', '2026-11-24').slice(1, -1);
}

const heatingOwed = (amount: number) => ['debt.service.owed', { service: 'Heating', amount }];
const waterAhead = (amount: number) => ['debt.service.credit', { service: 'Water', amount }];

test.each([
  [
    'a debt',
    { heating: -500, water: 200 },
    [['debt.owed', { amount: 300 }], heatingOwed(500), waterAhead(200)],
  ],
  [
    'a debt for one service, hidden in the whole by what is paid ahead for another',
    { heating: -500, water: 550 },
    [['debt.credit.partly', { amount: 50 }], heatingOwed(500), waterAhead(550)],
  ],
  [
    'a debt and an advance of the same size',
    { heating: -500, water: 500 },
    ['debt.none.partly', heatingOwed(500), waterAhead(500)],
  ],
  ['all paid', { heating: 0, water: 0 }, ['debt.none']],
  ['all in advance', { heating: 100, water: 50 }, [['debt.credit', { amount: 150 }]]],
  ['a service that the company file does not name', { lift: -100, water: 100 }, ['debt.none']],
])('%s', (_, balances, expected) => {
  expect(told(balances)).toEqual(expected);
});

test.each([
  ['2026-01-02', 'debt.paid'],
  ['2025-12-31', 'debt.paid.in-year'],
])('a payment of %s is told as %s in 2026', (lastPaymentOn, prompt) => {
  const paid = { ...account, lastPaymentOn, lastPaymentKopecks: 70_000 };
  const on = new Date(`${lastPaymentOn}T10:00:00Z`);
  expect(balanceOf(paid, company, 'en', '2026-11-24').at(-1)).toEqual([prompt, { on, amount: 70_000 }]);
});

test('the number of the account is said before all else, unless it is the fact by which callers show who they are', () => {
  const first = (verification: 'pin' | 'account') =>
    balanceOf(account, { billing, verification }, 'en', '2026-11-24')[0];
  expect(first('pin')).toEqual(['debt.account', { number: account.number }]);
  expect(first('account')).toBe('debt.none');
});
