import { DateTime } from 'luxon';
import type { Call } from '../../telephony/call/call.ts';
import type { Utterance } from '../../telephony/call/call-parts.ts';
import type { IvrFlow, IvrServices } from '../services.ts';
import { verify } from '../verify.ts';
import { balanceOf } from './balance.ts';
import { mainMenu } from './main-menu.ts';
import { noChoice } from './no-choice.ts';

/** What is owed, in all and by service, the last payment, and how to pay: to whoever has shown that the account is his. */
export async function debt(call: Call, services: IvrServices): Promise<IvrFlow> {
  const accountId = await verify(call, services);
  if (accountId === null) return noChoice;
  const account = await services.accounts.state(accountId);
  const { company } = services;
  const today = DateTime.now().setZone(company.timezone).toFormat('yyyy-MM-dd');
  const balance = balanceOf(account, company, call.language, today);
  const paying = company.billing.howToPay?.[call.language];
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
