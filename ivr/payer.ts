import type { Call } from '../telephony/call/call.ts';
import { inTime } from './in-time.ts';
import type { IvrServices } from './services.ts';

type Services = Pick<IvrServices, 'accounts' | 'log'>;

/** The one who pays for this account; null when nobody does, or nobody can tell now: people see to it then. */
export function payer(call: Call, accountId: number, services: Services): Promise<number | null> {
  return unlessAway(call, services, () => firstOf(accountId, services));
}

/** The one who pays for the account of this number; null also where there is no such account. */
export function payerByNumber(call: Call, number: string, services: Services): Promise<number | null> {
  return unlessAway(call, services, async () => {
    const accountId = await services.accounts.byNumber(number);
    return accountId === null ? null : firstOf(accountId, services);
  });
}

async function firstOf(accountId: number, { accounts }: Services): Promise<number | null> {
  const [first] = await accounts.residentsOf(accountId);
  return first ?? null;
}

function unlessAway(call: Call, { log }: Services, lookUp: () => Promise<number | null>) {
  return inTime(lookUp, null, (error) =>
    log.error({ err: error, callId: call.id }, 'it could not be looked up who pays for an account'),
  );
}
