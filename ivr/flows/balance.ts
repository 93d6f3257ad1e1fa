import type { Company, Language } from '../../config/company.ts';
import type { AccountState } from '../../housing/accounts/accounts.ts';
import type { Utterance } from '../../telephony/call/call-parts.ts';

/** A service that the company can name, and its balance; below zero: a debt. */
interface NamedBalance {
  service: string;
  balanceKopecks: number;
}

/**
 * What is owed and what is paid in advance, the whole before its parts. The number of the account is said before it, unless it is what
 * callers show themselves by: then he has just keyed it in, or said that it is the same, and it stands in no log. The parts are told wherever any of them owes: a debt for
 * heating is one, too, where water is paid in advance.
 * @param today the day (`YYYY-MM-DD`) where the company is: the year of a payment is said only where it is another one
 */
export function balanceOf(
  account: AccountState,
  { billing, verification }: Pick<Company, 'billing' | 'verification'>,
  language: Language,
  today: string,
): Utterance[] {
  const services = account.services.flatMap(({ service: id, balanceKopecks }): NamedBalance[] => {
    const service = billing.services.find((one) => one.id === id)?.name[language];
    return service && balanceKopecks !== 0 ? [{ service, balanceKopecks }] : [];
  });
  const anyOwes = services.some((one) => one.balanceKopecks < 0);
  const toldByService = account.balanceKopecks < 0 || anyOwes;
  return [
    ...(verification === 'account' ? [] : [accountOf(account)]),
    total(account.balanceKopecks, anyOwes),
    ...(toldByService ? services.map(part) : []),
    lastPayment(account, today),
  ];
}

function accountOf({ number }: AccountState): Utterance {
  return ['debt.account', { number }];
}

function total(balanceKopecks: number, anyOwes: boolean): Utterance {
  if (balanceKopecks < 0) return ['debt.owed', { amount: -balanceKopecks }];
  if (balanceKopecks === 0) return anyOwes ? 'debt.none.partly' : 'debt.none';
  return [anyOwes ? 'debt.credit.partly' : 'debt.credit', { amount: balanceKopecks }];
}

function part({ service, balanceKopecks }: NamedBalance): Utterance {
  return balanceKopecks < 0
    ? ['debt.service.owed', { service, amount: -balanceKopecks }]
    : ['debt.service.credit', { service, amount: balanceKopecks }];
}

function lastPayment({ lastPaymentOn, lastPaymentKopecks }: AccountState, today: string): Utterance {
  if (lastPaymentOn === null || lastPaymentKopecks === null) return 'debt.paid.never';
  // A day has no time of day: noon is that day in every time zone of the country.
  const parameters = { on: new Date(`${lastPaymentOn}T10:00:00Z`), amount: lastPaymentKopecks };
  const isThisYear = lastPaymentOn.slice(0, 4) === today.slice(0, 4);
  return [isThisYear ? 'debt.paid' : 'debt.paid.in-year', parameters];
}
