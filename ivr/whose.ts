import type { Call } from '../telephony/call/call.ts';
import type { IvrServices } from './services.ts';

type Services = Pick<IvrServices, 'accounts'>;

/**
 * The account that this number points to: of one person, or of a family on one telephone. Null where it points to none, or to several.
 * Context, not proof: what is said of it must be known to anybody who has the telephone in his hand.
 */
export async function ownAccount(call: Call, { accounts }: Services): Promise<number | null> {
  const [only = null, ...others] = await accounts.ofResidents(call.residentIds);
  return others.length === 0 ? only : null;
}

/**
 * For whom something about an account is written down: whoever calls, where the number is that of one person in it; else the one
 * who pays. Null for an account of nobody.
 */
export async function holderOf(
  accountId: number,
  call: Call,
  { accounts }: Services,
): Promise<number | null> {
  const [payer = null, ...others] = await accounts.residentsOf(accountId);
  const [caller, ...family] = [payer, ...others].filter((id) => id !== null && call.residentIds.includes(id));
  return family.length === 0 ? (caller ?? payer) : payer;
}
