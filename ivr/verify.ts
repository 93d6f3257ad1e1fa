import { setTimeout as pause } from 'node:timers/promises';
import { accountNumberLength, isAccountNumber } from '../housing/accounts/account-number.ts';
import type { Fact } from '../housing/accounts/accounts.ts';
import { pinLength } from '../housing/accounts/pin.ts';
import type { Question } from '../telephony/call/ask.ts';
import type { Call } from '../telephony/call/call.ts';
import { Tries } from '../telephony/call/tries.ts';
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

/**
 * Asks, once a call, for a fact that the telephone number does not give away: the PIN, or the number of the account, as the company
 * has chosen. A caller whose number points to no account, or to several, keys in the number of the account first. What was wrong, or
 * whether the account is locked, is not told.
 * @param keyedIn the number of the account, where he has just keyed it in: he is not asked for it a second time, unless he is wrong
 * @returns the account's id; null when the caller has not shown it: a person is to help
 */
export async function verify(
  call: Call,
  services: Services,
  keyedIn: string | null = null,
): Promise<number | null> {
  const known = await verifiedOf(call, services);
  if (known !== null) return known;
  return secretly(call, () => tryFacts(call, services, keyedIn));
}

/** How often a caller has failed at the number of the account and at the PIN. A fact that is not right is a failure at both. */
interface FactTries {
  number: Tries;
  pin: Tries;
}

async function tryFacts(call: Call, services: Services, keyedIn: string | null): Promise<number | null> {
  const among = await services.accounts.ofResidents(call.residentIds);
  const tries: FactTries = { number: new Tries(), pin: new Tries() };
  // Who has keyed in already all that he would be asked for is asked for nothing.
  if (keyedIn === null || !isNumberEnough(services, among)) await call.say('verify.why');
  for (let first = true; ; first = false) {
    const fact = await askFact(call, services, among, tries, first ? keyedIn : null);
    if (fact === null) return null;
    const accountId = await services.accounts.verify(fact, call.number, (ms) => waitForTurn(call, ms));
    if (accountId !== null) {
      verifiedHere.set(call, accountId);
      call.step({ kind: 'verified', accountId, by: fact.by });
      return accountId;
    }
    const left = [tries.number.fail(), tries.pin.fail()];
    const over = left.includes(false);
    await call.say(over ? 'verify.failed' : first ? 'verify.wrong' : 'verify.wrong.again');
    if (over) return null;
  }
}

async function askFact(
  call: Call,
  services: Services,
  among: readonly number[],
  tries: FactTries,
  keyedIn: string | null,
): Promise<Fact | null> {
  const [only] = among;
  if (isNumberEnough(services, among)) {
    const number = keyedIn ?? (await askNumber(call, tries));
    return number === null ? null : { by: 'account', number, among };
  }
  if (among.length === 1 && only !== undefined) return askPin(call, only, tries);
  const number = keyedIn ?? (await askNumber(call, tries));
  if (number === null) return null;
  return askPin(call, await services.accounts.byNumber(number), tries);
}

/** Beside a telephone that points to an account its number shows that it is his, where the company has chosen so. */
function isNumberEnough({ company }: Pick<Services, 'company'>, among: readonly number[]): boolean {
  return company.verification === 'account' && among.length > 0;
}

async function askPin(call: Call, accountId: number | null, { pin: tries }: FactTries): Promise<Fact | null> {
  const pin = await call.ask({ ...pinQuestion, tries });
  return pin === null ? null : { by: 'pin', accountId, pin };
}

function askNumber(call: Call, { number: tries }: FactTries): Promise<string | null> {
  return call.ask({ ...accountQuestion, ...worded('verify.account'), tries });
}

const pinQuestion: Question = {
  name: 'verify.pin',
  ...worded('verify.pin'),
  longest: pinLength.longest,
  secret: true,
  answer: (digits) => (digits.length >= pinLength.shortest ? digits : null),
};

/**
 * The number of an account, without its words. A slip of the finger is noticed by the check digit: nothing is looked up, and it
 * says nothing about anybody. The number may be a proof, and adds nothing to the log that the account does not: it is not written there.
 */
export const accountQuestion = {
  name: 'verify.account',
  longest: accountNumberLength.longest,
  secret: true,
  answer: (digits: string) => (isAccountNumber(digits) ? digits : null),
  wrong: ['verify.account.slip', 'verify.account.slip.again'],
} satisfies Omit<Question, 'prompts'>;

/** The words of a question in its three tries. */
function worded(question: string) {
  return { prompts: [question], again: [`${question}.again`], last: [`${question}.short`] };
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
export async function waitForTurn(call: Call, ms: number): Promise<void> {
  await call.say('verify.wait');
  await pause(ms, undefined, { signal: call.signal });
}
