import { codeOf } from '../../errors.ts';
import { isAccountNumber } from '../../housing/accounts/account-number.ts';
import type { Away, Meters } from '../../housing/meters/meters.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { Utterance } from '../../telephony/call/call-parts.ts';
import type { IvrServices } from '../services.ts';
import { accountQuestion, waitForTurn } from '../verify.ts';
import { residentsCalling } from '../who-calls.ts';

interface Services {
  meters: Pick<Meters, 'accountsOf' | 'accountByNumber'>;
  company: Pick<IvrServices['company'], 'verification'>;
}
type Numbered = readonly { id: number; number: string }[];

/** More than this is no menu any more: the number is asked for. */
const mostChoices = 5;

/**
 * Whose meters: that of the number that calls; where it has several they are told apart by the end of the account's number; else
 * the number of the account is asked for. Who calls is not verified: where the account's number is what a caller shows himself
 * by, no part of it is spoken.
 * @returns the account's id; null when the caller gave none
 */
export async function readingsAccount(
  call: Call,
  { meters, company }: Services,
): Promise<number | Away | null> {
  const calling = await unlessAway(residentsCalling(call));
  const known = calling === 'away' ? calling : await meters.accountsOf(calling);
  if (known === 'away') return known;
  const [only] = known;
  if (only && known.length === 1) return only.id;
  const isMenu = only && known.length <= mostChoices && company.verification !== 'account';
  const account = await call.once('readings.account', () =>
    isMenu ? chosen(call, known) : Promise.resolve('other' as const),
  );
  return account === 'other'
    ? call.once('readings.account-by-number', () => byNumber(call, meters))
    : account;
}

async function unlessAway<T>(looking: Promise<T>): Promise<T | Away> {
  try {
    return await looking;
  } catch (error) {
    // That the caller could not be looked up is in the log already.
    if (codeOf(error) !== 'db.away') throw error;
    return 'away';
  }
}

async function chosen(call: Call, accounts: Numbered): Promise<number | 'other' | null> {
  const choices = [...endsOf(accounts.map(({ number }) => number)), null];
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

/** One digit is easily misheard. */
const fewestDigits = 2;

/** The last digits of each number: as few as tell them apart. */
export function endsOf(numbers: readonly string[]): string[] {
  for (let length = fewestDigits; ; length++) {
    const ends = numbers.map((number) => number.slice(-length));
    if (new Set(ends).size === new Set(numbers).size) return ends;
  }
}

/** A slip of the finger, a number that nobody has, and one too many sound the same. */
function byNumber(call: Call, meters: Services['meters']): Promise<number | Away | null> {
  return call.ask<number | Away>({
    ...accountQuestion,
    name: 'readings.account',
    prompts: ['readings.account.enter'],
    again: ['readings.account.enter.again'],
    wrong: ['readings.account.wrong', 'readings.account.wrong.again'],
    answer: async (digits) =>
      isAccountNumber(digits)
        ? meters.accountByNumber(digits, call.number, (ms) => waitForTurn(call, ms))
        : null,
  });
}
