import { setTimeout as pause } from 'node:timers/promises';
import { accountNumberLength, isAccountNumber } from '../housing/accounts/account-number.ts';
import type { Fact } from '../housing/accounts/accounts.ts';
import { pinLength } from '../housing/accounts/pin.ts';
import type { Question } from '../telephony/call/ask.ts';
import type { Call } from '../telephony/call/call.ts';
import type { Menu } from '../telephony/call/choose.ts';
import { Tries } from '../telephony/call/tries.ts';
import { inTime } from './in-time.ts';
import type { IvrServices } from './services.ts';
import { residentsCalling } from './who-calls.ts';

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

/** Whether the account that was shown is the one that is meant now: `1`, as long as this run of a flow lasts. */
const sameAccount = 'verify.same';

/**
 * The account that the caller has shown to be his in this call, where he means that one now. Whose telephone number points to that one alone
 * is not asked; others may mean another one each time, and are asked once in a run of a flow.
 * @returns `unshown`: he has shown none yet, or means another one; null: he has given no answer
 */
export async function accountMeant(call: Call, services: Services): Promise<number | 'unshown' | null> {
  const shown = await verifiedOf(call, services);
  if (shown === null) return 'unshown';
  const key = await call.once(sameAccount, async () =>
    (await isOnlyOne(shown, call, services)) ? '1' : call.choose(sameOrOther),
  );
  if (key === null) return null;
  return key === '1' ? shown : 'unshown';
}

const sameOrOther: Menu = {
  name: 'verify.same',
  prompts: [
    ['verify.same', { key: '1' }],
    ['readings.account.other', { key: '2' }],
  ],
  again: [
    ['verify.same.short', { key: '1' }],
    ['readings.account.other.short', { key: '2' }],
  ],
  keys: '12',
};

/** Where nobody can tell now, he is asked. */
async function isOnlyOne(accountId: number, call: Call, { accounts, log }: Services): Promise<boolean> {
  const [only, ...others] = await inTime(
    async () => accounts.ofResidents(await residentsCalling(call)),
    [],
    (error) => log.error({ err: error, callId: call.id }, 'it could not be looked up whose number calls'),
  );
  return only === accountId && others.length === 0;
}

/**
 * Asks for a fact that the telephone number does not give away: the PIN, or the number of the account, as the company has chosen; once
 * in a call for each account that is meant. A caller whose number points to no account, or to several, and one who means another, keys
 * in the number of the account first. What was wrong, or whether the account is locked, is not told.
 * @param keyedIn the number of the account, where he has just keyed it in: he is not asked for it a second time, unless he is wrong
 * @returns the account's id; null when the caller has not shown it: a person is to help
 */
export async function verify(
  call: Call,
  services: Services,
  keyedIn: string | null = null,
): Promise<number | null> {
  const meant = await accountMeant(call, services);
  if (meant !== 'unshown') return meant;
  return secretly(call, () => tryFacts(call, services, keyedIn));
}

/** What is asked of a caller who is to show an account to be his. */
interface Asking {
  /** The accounts that his telephone number points to. */
  among: readonly number[];
  /** Where it points to one alone he is asked for its PIN at once, unless he means another one. */
  isAnother: boolean;
  /** How often he has failed at the number of the account and at the PIN. A fact that is not right is a failure at both. */
  number: Tries;
  pin: Tries;
}

async function tryFacts(call: Call, services: Services, keyedIn: string | null): Promise<number | null> {
  const among = await services.accounts.ofResidents(await residentsCalling(call));
  const isAnother = keyedIn !== null || (await verifiedOf(call, services)) !== null;
  const asking: Asking = { among, isAnother, number: new Tries(), pin: new Tries() };
  // Who has keyed in already all that he would be asked for is asked for nothing.
  if (keyedIn === null || !isNumberEnough(services, among)) await call.say('verify.why');
  for (let first = true; ; first = false) {
    const fact = await askFact(call, services, asking, first ? keyedIn : null);
    if (fact === null) return null;
    const accountId = await services.accounts.verify(fact, call.number, (ms) => waitForTurn(call, ms));
    if (accountId !== null) {
      verifiedHere.set(call, accountId);
      call.step({ kind: 'verified', accountId, by: fact.by });
      call.note(sameAccount, '1');
      return accountId;
    }
    const left = [asking.number.fail(), asking.pin.fail()];
    const over = left.includes(false);
    await call.say(over ? 'verify.failed' : first ? 'verify.wrong' : 'verify.wrong.again');
    if (over) return null;
  }
}

async function askFact(
  call: Call,
  services: Services,
  asking: Asking,
  keyedIn: string | null,
): Promise<Fact | null> {
  const { among } = asking;
  const [only, ...others] = among;
  if (only !== undefined && others.length === 0 && !asking.isAnother && !isNumberEnough(services, among)) {
    const pin = await call.ask({ ...pinOrAnother, tries: asking.pin });
    if (pin !== another) return pin === null ? null : { by: 'pin', accountId: only, pin };
    asking.isAnother = true;
  }
  const number = keyedIn ?? (await askNumber(call, asking));
  if (number === null) return null;
  if (isNumberEnough(services, among)) return { by: 'account', number, among };
  return askPin(call, await services.accounts.byNumber(number), asking);
}

/** Beside a telephone that points to an account its number shows that it is his, where the company has chosen so. */
function isNumberEnough({ company }: Pick<Services, 'company'>, among: readonly number[]): boolean {
  return company.verification === 'account' && among.length > 0;
}

async function askPin(call: Call, accountId: number | null, { pin: tries }: Asking): Promise<Fact | null> {
  const pin = await call.ask({ ...pinQuestion, tries });
  return pin === null ? null : { by: 'pin', accountId, pin };
}

function askNumber(call: Call, { number: tries }: Asking): Promise<string | null> {
  return call.ask({ ...accountQuestion, ...worded('verify.account'), tries });
}

const pinQuestion: Question = {
  name: 'verify.pin',
  ...worded('verify.pin'),
  longest: pinLength.longest,
  secret: true,
  answer: (digits) => (digits.length >= pinLength.shortest ? digits : null),
};

/** Shorter than any PIN: he means another account than that of the telephone he calls from. */
const another = '1';

/** Only who was wrong hears of it, and once: most who call mean their own. */
const pinOrAnother: Question = {
  ...pinQuestion,
  again: ['verify.pin.again', 'verify.pin.another'],
  answer: (digits) => (digits === another ? digits : pinQuestion.answer(digits)),
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
