import { type Database, inTransaction } from '../../db/connect.ts';
import { lookedUp } from '../../db/in-time.ts';
import {
  type AccountRow,
  accountByNumber,
  accountPin,
  accountsOfResidents,
  balancesOf,
  findAccount,
  givePinHash,
  residentsOfAccount,
} from '../../db/queries/accounts.ts';
import { verifiedAccount } from '../../db/queries/call-events.ts';
import { unlock } from '../../db/queries/verification-tries.ts';
import { HolosError } from '../../errors.ts';
import { hashPin, isPin, newPin } from './pin.ts';
import { accountInTurn, accountSubject, endTurn, sourceSubject, takeTurn, type WaitForTurn } from './turn.ts';

/** What somebody says to show whose account he may hear about. */
export type Fact =
  /** The PIN of an account; null when there is no account of the number he gave. */
  | { by: 'pin'; accountId: number | null; pin: string }
  /** The number of the account, one of those that his telephone number points to. */
  | { by: 'account'; number: string; among: readonly number[] };

export interface AccountState extends AccountRow {
  /** By service, debts first; below zero: a debt. */
  services: { service: string; balanceKopecks: number }[];
}

/** What is looked up here throws `db.away` where the database does not answer in time: somebody waits on the line. */
export interface Accounts {
  /** The accounts that these residents belong to. */
  ofResidents(residentIds: readonly number[]): Promise<number[]>;
  /** Who belongs to it, the one who pays first. */
  residentsOf(accountId: number): Promise<number[]>;
  /** Whose account has this number; null when nobody's. Only where the caller cannot hear which of the two it is. */
  byNumber(number: string): Promise<number | null>;
  /**
   * Whose account has this number, where what comes next tells the caller whether there is one: whoever guesses is slowed down as one
   * who guesses PINs is. Nobody's and too often come out as the same null. @param source, wait as in `verify`
   */
  find(number: string, source: string | null, wait: WaitForTurn): Promise<number | null>;
  /**
   * Whether a fact is right. Wrong, unknown and locked come out as the same null, and after the same time. Five wrong tries lock an
   * account for voice, and slow down whoever makes them (`sourceRule`, `accountRule`): the count is in the database, for all nodes.
   * @param source the number that calls; null when withheld, and all such callers are one source
   * @param wait waits so many milliseconds for the turn of this source
   * @returns the account's id
   */
  verify(fact: Fact, source: string | null, wait: WaitForTurn): Promise<number | null>;
  /** The account whose holder was shown to call in this call; null when nobody was. */
  verifiedIn(callId: string): Promise<number | null>;
  /**
   * Gives an account a new PIN in place of the one it had, and unlocks it for voice.
   * @returns the PIN; it is kept nowhere, and cannot be asked for again
   * @param signal fires when the PIN can be told to nobody any more: then the account keeps the one it had
   * @throws HolosError `account.unknown`, the signal's reason
   */
  givePin(accountId: number, operatorId: number, signal?: AbortSignal): Promise<string>;
  /** @throws HolosError `account.unknown` */
  state(accountId: number): Promise<AccountState>;
}

export function createAccounts({ db }: { db: Database }): Accounts {
  return {
    ofResidents: (residentIds) => lookedUp(accountsOfResidents(db, residentIds)),
    residentsOf: (accountId) => lookedUp(residentsOfAccount(db, accountId)),
    byNumber: (number) => lookedUp(accountByNumber(db, number)),
    async find(number, source, wait) {
      const who = sourceSubject(source);
      const turn = await lookedUp(takeTurn(db, [], who, new Date()));
      if (turn.waitMs > 0) await wait(turn.waitMs);
      return lookedUp(accountInTurn(db, number, who, turn));
    },
    verify: (fact, source, wait) => verify(db, fact, source, wait),
    verifiedIn: (callId) => lookedUp(verifiedAccount(db, callId)),
    async givePin(accountId, operatorId, signal) {
      const pin = newPin();
      const given = { pinHash: await hashPin(pin), at: new Date(), by: operatorId };
      // Both or neither: a PIN that nobody was told must not take the place of the one he knows.
      const give = async (trx: Database) => {
        if (!(await givePinHash(trx, accountId, given))) throw unknown(accountId);
        await unlock(trx, accountSubject(accountId));
      };
      await inTransaction(db, give, signal);
      return pin;
    },
    state: (accountId) => lookedUp(stateOf(db, accountId)),
  };
}

async function stateOf(db: Database, accountId: number): Promise<AccountState> {
  const account = await findAccount(db, accountId);
  if (!account) throw unknown(accountId);
  return { ...account, services: await balancesOf(db, accountId) };
}

const unknown = (accountId: number) =>
  new HolosError('account.unknown', 'There is no such account.', { accountId });

async function verify(
  db: Database,
  fact: Fact,
  source: string | null,
  wait: WaitForTurn,
): Promise<number | null> {
  const ids = fact.by === 'account' ? fact.among : fact.accountId === null ? [] : [fact.accountId];
  const accounts = ids.map(accountSubject);
  const who = sourceSubject(source);
  const turn = await lookedUp(takeTurn(db, accounts, who, new Date()));
  if (turn.waitMs > 0) await wait(turn.waitMs);
  const right = await lookedUp(isRight(db, fact, turn.allowed));
  await lookedUp(endTurn(db, accounts, who, right !== null));
  return right;
}

/** Does the same work whether or not it may come to anything. */
async function isRight(db: Database, fact: Fact, allowed: boolean): Promise<number | null> {
  if (fact.by === 'account') {
    const accountId = await accountByNumber(db, fact.number);
    return allowed && accountId !== null && fact.among.includes(accountId) ? accountId : null;
  }
  const account = await accountPin(db, fact.accountId ?? 0);
  const right = await isPin(account?.pinHash ?? null, fact.pin);
  return allowed && right ? fact.accountId : null;
}
