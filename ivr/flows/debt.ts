import type { Company } from '../../config/company.ts';
import type { AccountState } from '../../housing/accounts/accounts.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { Utterance } from '../../telephony/call/call-parts.ts';
import type { IvrFlow, IvrServices } from '../services.ts';
import { verify } from '../verify.ts';
import { mainMenu } from './main-menu.ts';
import { noChoice } from './no-choice.ts';

/** What is owed, in all and by service, the last payment, and how to pay: to whoever has shown that the account is his. */
export async function debt(call: Call, services: IvrServices): Promise<IvrFlow> {
  const accountId = await verify(call, services);
  if (accountId === null) return noChoice;
  const account = await services.accounts.state(accountId);
  const balance = balanceOf(account, call, services.company);
  const paying = services.company.billing.howToPay?.[call.language];
  await call.say(...balance);
  for (;;) {
    const key = await call.choose({
      name: 'debt',
      prompts: paying ? [['debt.ask.pay', { key: '1' }], ...back] : back,
      again: paying ? [['debt.ask.pay.short', { key: '1' }], ...backShort] : backShort,
      keys: paying ? '12' : '2',
      silence: [],
    });
    if (key === null) return mainMenu;
    if (key === '1' && paying) await call.say(['debt.how-to-pay', { text: paying }]);
    else await call.say(...balance);
  }
}

const back: Utterance[] = [['debt.ask.again', { key: '2' }], 'debt.ask.back'];
const backShort: Utterance[] = [['debt.ask.again.short', { key: '2' }], 'debt.ask.back'];

/** The whole before its parts; where nothing is owed the parts say nothing new. */
function balanceOf(account: AccountState, call: Call, company: Company): Utterance[] {
  const { number, balanceKopecks } = account;
  return [
    ['debt.account', { number }],
    total(balanceKopecks),
    ...(balanceKopecks < 0 ? byService(account, call, company) : []),
    lastPayment(account, company.timezone),
  ];
}

function total(balanceKopecks: number): Utterance {
  if (balanceKopecks < 0) return ['debt.owed', { amount: -balanceKopecks }];
  return balanceKopecks > 0 ? ['debt.credit', { amount: balanceKopecks }] : 'debt.none';
}

function byService({ services }: AccountState, call: Call, { billing }: Company): Utterance[] {
  return services
    .filter((one) => one.balanceKopecks !== 0)
    .flatMap(({ service: id, balanceKopecks }): Utterance[] => {
      const service = billing.services.find((one) => one.id === id)?.name[call.language];
      if (!service) return [];
      return balanceKopecks < 0
        ? [['debt.service.owed', { service, amount: -balanceKopecks }]]
        : [['debt.service.credit', { service, amount: balanceKopecks }]];
    });
}

/** The year is said only where it is not this one. */
function lastPayment({ lastPaymentOn, lastPaymentKopecks }: AccountState, timezone: string): Utterance {
  if (lastPaymentOn === null || lastPaymentKopecks === null) return 'debt.paid.never';
  const thisYear = new Intl.DateTimeFormat('en', { timeZone: timezone, year: 'numeric' }).format(new Date());
  // A day has no time of day: noon is that day in every time zone of the country.
  const parameters = { on: new Date(`${lastPaymentOn}T10:00:00Z`), amount: lastPaymentKopecks };
  return [lastPaymentOn.startsWith(thisYear) ? 'debt.paid' : 'debt.paid.in-year', parameters];
}
