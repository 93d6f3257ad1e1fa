import type { Question } from '../../telephony/call/ask.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { Menu } from '../../telephony/call/choose.ts';
import { payerByNumber } from '../payer.ts';
import type { IvrServices } from '../services.ts';

/** Where the work is to be done, as far as the caller has said. */
export interface Where {
  /** Of the account whose number was keyed in, or whose telephone it is. */
  residentId: number | null;
  /** The address is in the message. */
  inMessage: boolean;
}

/**
 * The address is never spoken to a number: "at home" is enough for its owner. Others key in their account's number, or say the
 * address in the message.
 */
export async function askWhere(call: Call, services: IvrServices): Promise<Where | null> {
  const [residentId = null] = call.residentIds.length === 1 ? call.residentIds : [];
  const key = await call.once('request.where-by', () =>
    call.choose(residentId === null ? whereOfStranger : whereOfKnown),
  );
  if (key === null) return null;
  if (key === '1') return { residentId, inMessage: residentId === null };
  if (key === '3') return inMessage;
  const number = await call.ask(accountNumber);
  const payerId = number === null ? null : await payerByNumber(call, number, services);
  // Whether there is such an account is nobody's business: the address is asked for in the message then.
  return { residentId: payerId, inMessage: payerId === null };
}

const inMessage: Where = { residentId: null, inMessage: true };

const whereOfKnown: Menu = {
  name: 'request.where',
  prompts: ['request.where.own', 'request.where.account', 'request.where.message'],
  again: ['request.where.again'],
  keys: '123',
};

const whereOfStranger: Menu = {
  name: 'request.where',
  prompts: ['request.where.account', 'request.where.message'],
  again: ['request.where.stranger.again'],
  keys: '23',
};

const accountNumber: Question = {
  name: 'request.account',
  prompts: ['readings.account.enter'],
  again: ['readings.account.enter.again'],
  longest: 12,
  fits: (digits) => /^\d{4,12}$/.test(digits),
};
