import { codeOf } from '../errors.ts';
import type { Call } from '../telephony/call/call.ts';
import { inTime } from './in-time.ts';
import type { IvrServices } from './services.ts';
import { waitForTurn } from './verify.ts';
import { residentsCalling } from './who-calls.ts';

type Services = Pick<IvrServices, 'accounts' | 'log'>;

/**
 * For whom something at home is written down: whoever calls, where the number is that of one person; of a family on one telephone the
 * one who pays. Null where the number points to nobody or to several homes, or where nobody can tell now. Context, not proof: what is
 * said of it must be known to anybody who has the telephone in his hand.
 */
export async function holderAtHome(call: Call, services: Services): Promise<number | null> {
  const { accounts } = services;
  const residents = await unlessAway(() => residentsCalling(call), [], call, services);
  const [only, ...others] = residents;
  // One person is at home wherever that is: nothing need be looked up.
  if (only === undefined || others.length === 0) return only ?? null;
  const [account, ...further] = await unlessAway(() => accounts.ofResidents(residents), [], call, services);
  return account === undefined || further.length > 0 ? null : holderOf(account, call, services);
}

/**
 * For whom something about an account is written down: whoever calls, where the number is that of one person in it; else the one
 * who pays. Null for an account of nobody, and where nobody can tell now: people see to it then.
 */
export async function holderOf(accountId: number, call: Call, services: Services): Promise<number | null> {
  const { accounts } = services;
  const [payer = null, ...others] = await unlessAway(
    () => accounts.residentsOf(accountId),
    [],
    call,
    services,
  );
  const [caller, ...family] = [payer, ...others].filter((id) => id !== null && call.residentIds.includes(id));
  return family.length === 0 ? (caller ?? payer) : payer;
}

/** The account whose number is keyed in, see `Accounts.find`; null also where nobody can tell now: people see to it then. */
export async function accountKeyedIn(number: string, call: Call, services: Services): Promise<number | null> {
  const { accounts, log } = services;
  try {
    return await accounts.find(number, call.number, (ms) => waitForTurn(call, ms));
  } catch (error) {
    if (codeOf(error) !== 'db.away') throw error;
    log.error({ err: error, callId: call.id }, message);
    return null;
  }
}

const message = 'it could not be looked up whose account it is';

function unlessAway<T>(lookUp: () => Promise<T>, otherwise: T, call: Call, { log }: Services): Promise<T> {
  return inTime(lookUp, otherwise, (error) => log.error({ err: error, callId: call.id }, message));
}
