import { accountNumberLength, isAccountNumber } from '../../housing/accounts/account-number.ts';
import type { Away, Meters } from '../../housing/meters/meters.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { Utterance } from '../../telephony/call/call-parts.ts';

type Accounts = Pick<Meters, 'accountsOf' | 'accountByNumber'>;

/** More than this is no menu any more: the number is asked for. */
const mostChoices = 5;
const otherDigits = 3;

/**
 * Whose meters: that of the number that calls; where it has several they are told apart by the end of the account's number; else
 * the number of the account is asked for.
 * @returns the account's id; null when the caller gave none
 */
export async function readingsAccount(call: Call, meters: Accounts): Promise<number | Away | null> {
  const known = await meters.accountsOf(call.residentIds);
  if (known === 'away') return known;
  const [only] = known;
  if (only && known.length === 1) return only.id;
  const account = await call.once('readings.account', () =>
    only && known.length <= mostChoices ? chosen(call, known) : Promise.resolve('other' as const),
  );
  return account === 'other'
    ? call.once('readings.account-by-number', () => byNumber(call, meters))
    : account;
}

async function chosen(
  call: Call,
  accounts: readonly { id: number; number: string }[],
): Promise<number | 'other' | null> {
  const choices = [...accounts.map((one) => one.number.slice(-otherDigits)), null];
  const said = (last: string | null, i: number, short: string): Utterance =>
    last === null
      ? [`readings.account.other${short}`, { key: i + 1 }]
      : [`readings.account.ends${short}`, { last, key: i + 1 }];
  const key = await call.choose({
    name: 'readings.account',
    prompts: choices.map((last, i) => said(last, i, '')),
    again: choices.map((last, i) => said(last, i, '.short')),
    keys: choices.map((_, i) => i + 1).join(''),
  });
  return key === null ? null : (accounts[Number(key) - 1]?.id ?? 'other');
}

/** A slip of the finger and a number that nobody has sound the same. */
const wrong = ['readings.account.wrong', 'readings.account.wrong.again'];

async function byNumber(call: Call, meters: Accounts): Promise<number | Away | null> {
  for (let tries = 0; ; tries++) {
    const digits = await call.ask({
      name: 'readings.account',
      prompts: [tries === 0 ? 'readings.account.enter' : 'readings.account.enter.again'],
      again: ['readings.account.enter.again'],
      longest: accountNumberLength.longest,
    });
    if (digits === null) return null;
    const account = isAccountNumber(digits) ? await meters.accountByNumber(digits) : null;
    if (account !== null) return account;
    const answer = wrong[tries];
    if (!answer) return null;
    call.step({ kind: 'key-wrong', key: digits, menu: 'readings.account' });
    call.keys.clear();
    await call.say(answer);
  }
}
