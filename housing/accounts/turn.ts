import type { Database } from '../../db/connect.ts';
import { accountByNumber } from '../../db/queries/accounts.ts';
import { changeTries, forgetTries, forgiveTry } from '../../db/queries/verification-tries.ts';
import { accountRule, nextTry, rememberedMs, sourceRule } from './tries.ts';

/** Waits so many milliseconds for the turn of a source, and tells it that something goes on. */
export type WaitForTurn = (ms: number) => Promise<void>;

export interface Turn {
  waitMs: number;
  /** Whether what was tried is looked at at all. */
  allowed: boolean;
}

/** What tries at an account are remembered under. */
export const accountSubject = (accountId: number) => `account ${accountId}`;

/** What tries of one who calls are remembered under; all who withhold their number are one. */
export const sourceSubject = (number: string | null) => `source ${number ?? 'withheld'}`;

/**
 * Counts a try before it is made, so that many at the same time cannot slip through together.
 * @param accounts the subjects of the accounts that are tried; none when only the source is slowed down
 */
export function takeTurn(
  db: Database,
  accounts: readonly string[],
  source: string,
  now: Date,
): Promise<Turn> {
  return changeTries<Turn>(db, [...accounts, source], now, (known) => {
    const bySource = nextTry(sourceRule, known.get(source) ?? null, now);
    if (!bySource) return { result: { waitMs: 0, allowed: false }, remember: new Map() };
    const byAccount = new Map(
      accounts.map((account) => [account, nextTry(accountRule, known.get(account) ?? null, now)?.after]),
    );
    const remember = new Map([[source, bySource.after]]);
    // Where an account is locked the source has tried in vain all the same; the lock itself is not made longer by it.
    const allowed = [...byAccount.values()].every((after) => after !== undefined);
    for (const [account, after] of byAccount) if (allowed && after) remember.set(account, after);
    return { result: { waitMs: bySource.waitMs, allowed }, remember };
  });
}

/** What came of a try: a right one is forgiven, and with a wrong one those are forgotten that are long over. */
export async function endTurn(
  db: Database,
  accounts: readonly string[],
  source: string,
  isRight: boolean,
): Promise<void> {
  if (isRight) await forgiveTry(db, accounts, source);
  else await forgetTries(db, new Date(Date.now() - rememberedMs));
}

/** Whose account has this number; unknown and not allowed come out as the same null, after the same work. */
export async function accountInTurn(
  db: Database,
  number: string,
  source: string,
  turn: Turn,
): Promise<number | null> {
  const accountId = await accountByNumber(db, number);
  const found = turn.allowed ? accountId : null;
  await endTurn(db, [], source, found !== null);
  return found;
}
