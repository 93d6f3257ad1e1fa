import { setTimeout as pause } from 'node:timers/promises';
import { accountNumberLength, isAccountNumber } from '../housing/accounts/account-number.ts';
import type { Fact } from '../housing/accounts/accounts.ts';
import { pinLength } from '../housing/accounts/pin.ts';
import type { Question } from '../telephony/call/ask.ts';
import type { Call } from '../telephony/call/call.ts';
import type { Utterance } from '../telephony/call/call-parts.ts';
import { inTime } from './in-time.ts';
import type { IvrServices } from './services.ts';

type Services = Pick<IvrServices, 'company' | 'accounts' | 'log'>;

/**
 * Callers who have shown whose account they may hear about, or have not (null); also in the log of events, for a controller that
 * takes the call up.
 */
const verifiedHere = new WeakMap<Call, number | null>();

/** The account that the caller has shown to be his in this call; null when he has shown none, or nobody can tell any more. */
export async function verifiedOf(
  call: Call,
  { accounts, log }: Pick<IvrServices, 'accounts' | 'log'>,
): Promise<number | null> {
  const here = verifiedHere.get(call);
  if (here !== undefined) return here;
  const before = await inTime(
    () => accounts.verifiedIn(call.id),
    null,
    (error) => log.error({ err: error, callId: call.id }, 'it is not known who has shown who he is'),
  );
  verifiedHere.set(call, before);
  return before;
}

/** So often a caller may try in one call. */
const triesInCall = 3;

/**
 * Asks, once a call, for a fact that the telephone number does not give away: the PIN, or the number of the account, as the company
 * has chosen. A caller whose number points to no account, or to several, keys in the number of the account first. What was wrong, or
 * whether the account is locked, is not told.
 * @returns the account's id; null when the caller has not shown it, and was told that an operator will help
 */
export async function verify(call: Call, services: Services): Promise<number | null> {
  const known = await verifiedOf(call, services);
  if (known !== null) return known;
  return secretly(call, () => tryFacts(call, services));
}

async function tryFacts(call: Call, services: Services): Promise<number | null> {
  const among = await services.accounts.ofResidents(call.residentIds);
  await call.say('verify.why');
  for (let attempt = 0; attempt < triesInCall; attempt++) {
    const fact = await askFact(call, services, among, attempt);
    if (fact === null) return null;
    const accountId = await services.accounts.verify(fact, call.number, (ms) => waitForTurn(call, ms));
    if (accountId !== null) {
      verifiedHere.set(call, accountId);
      call.step({ kind: 'verified', accountId, by: fact.by });
      return accountId;
    }
    await call.say(wrong[attempt] ?? 'verify.failed');
  }
  return null;
}

const wrong = ['verify.wrong', 'verify.wrong.again', 'verify.failed'];

async function askFact(
  call: Call,
  { company, accounts }: Services,
  among: readonly number[],
  attempt: number,
): Promise<Fact | null> {
  const [only] = among;
  if (company.verification === 'account' && only !== undefined) {
    const number = await askNumber(call, attempt);
    return number === null ? null : { by: 'account', number, among };
  }
  if (among.length === 1 && only !== undefined) return askPin(call, only, attempt);
  const number = await askNumber(call, attempt);
  if (number === null) return null;
  return askPin(call, await accounts.byNumber(number), attempt);
}

async function askPin(call: Call, accountId: number | null, attempt: number): Promise<Fact | null> {
  const pin = await call.ask({ ...pinQuestion, ...worded('verify.pin', attempt) });
  return pin === null ? null : { by: 'pin', accountId, pin };
}

function askNumber(call: Call, attempt: number): Promise<string | null> {
  return call.ask({ ...accountQuestion, ...worded('verify.account', attempt) });
}

const pinQuestion = {
  name: 'verify.pin',
  longest: pinLength.longest,
  secret: true,
  fits: (digits: string) => digits.length >= pinLength.shortest,
} satisfies Omit<Question, 'prompts'>;

/** A slip of the finger is noticed by the check digit: it is no try, and says nothing about anybody. */
export const accountQuestion = {
  name: 'verify.account',
  longest: accountNumberLength.longest,
  secret: true,
  fits: isAccountNumber,
  wrong: ['verify.account.slip', 'verify.account.slip.again'],
} satisfies Omit<Question, 'prompts'>;

/** No sentence is heard three times, however often it is tried. */
function worded(question: string, attempt: number): { prompts: Utterance[]; again: Utterance[] } {
  const wordings = [question, `${question}.again`, `${question}.short`];
  return { prompts: wordings.slice(attempt, attempt + 1), again: wordings.slice(attempt + 1, attempt + 2) };
}

/** Also what is pressed while something is said, or looked up, may be the digits that come next. */
async function secretly<T>(call: Call, work: () => Promise<T>): Promise<T> {
  call.keysAreSecret = true;
  try {
    return await work();
  } finally {
    call.keysAreSecret = false;
  }
}

/** Whoever was wrong too often has to wait, and hears that something goes on. */
async function waitForTurn(call: Call, ms: number): Promise<void> {
  await call.say('verify.wait');
  await pause(ms, undefined, { signal: call.signal });
}
