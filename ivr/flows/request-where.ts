import { writtenAddress } from '../../housing/written-address.ts';
import type { Question } from '../../telephony/call/ask.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { Menu } from '../../telephony/call/choose.ts';
import { inTime } from '../in-time.ts';
import type { IvrServices } from '../services.ts';
import { accountQuestion, verifiedOf } from '../verify.ts';
import { accountKeyedIn, holderAtHome, holderOf } from '../whose.ts';

/** Where the work is to be done, as far as the caller has said. */
export interface Where {
  /** Of the account whose number was keyed in, that the caller has shown to be his, or whose telephone it is. */
  residentId: number | null;
  /** The address is in the message. */
  inMessage: boolean;
}

/**
 * Whoever has shown in this call whose account it is hears its address, and confirms it. To a number alone no address is spoken: "at
 * home" is enough for its owner. Others key in their account's number, or say the address in the message.
 */
export async function askWhere(call: Call, services: IvrServices): Promise<Where | null> {
  const verified = await verifiedOf(call, services);
  const home = await (verified === null ? holderAtHome(call, services) : holderOf(verified, call, services));
  const key = await call.once('request.where-by', async () => {
    if (verified !== null) return call.choose(await whereOfVerified(verified, call, services));
    return call.choose(home === null ? whereOfStranger : whereOfKnown);
  });
  if (key === null) return null;
  if (key === '1') return at(home);
  if (key === '3') return inMessage;
  const number = await call.ask(accountNumber);
  if (number === null) return inMessage;
  const accountId = await accountKeyedIn(number, call, services);
  return accountId === null ? inMessage : at(await holderOf(accountId, call, services));
}

/** Whether there is such an account is nobody's business: the address is asked for in the message then. */
function at(residentId: number | null): Where {
  return residentId === null ? inMessage : { residentId, inMessage: false };
}

const inMessage: Where = { residentId: null, inMessage: true };

/** Where the address cannot be looked up now, he is asked as one whose telephone it is. */
async function whereOfVerified(accountId: number, call: Call, services: IvrServices): Promise<Menu> {
  const account = await inTime(
    () => services.accounts.state(accountId),
    null,
    (error) => services.log.error({ err: error, callId: call.id }, 'an address could not be looked up'),
  );
  if (!account) return whereOfKnown;
  const address = writtenAddress(account);
  return {
    name: 'request.where',
    prompts: [['request.where.address', { address }], 'request.where.there', ...otherwise],
    again: ['request.where.there.again'],
    keys: '123',
  };
}

const otherwise = ['request.where.account', 'request.where.message'];

const whereOfKnown: Menu = {
  name: 'request.where',
  prompts: ['request.where.own', ...otherwise],
  again: ['request.where.again'],
  keys: '123',
};

const whereOfStranger: Menu = {
  name: 'request.where',
  prompts: ['request.where.stranger', ...otherwise],
  again: ['request.where.stranger.again'],
  keys: '23',
};

const accountNumber: Question = {
  ...accountQuestion,
  name: 'request.account',
  prompts: ['readings.account.enter'],
  again: ['readings.account.enter.again'],
};
