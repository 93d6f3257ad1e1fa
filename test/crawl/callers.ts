import { EventEmitter, once } from 'node:events';
import type { Language } from '../../config/company.ts';
import type { Database } from '../../db/connect.ts';
import { metersOfAccounts } from '../../db/queries/meters.ts';
import { rememberLanguage } from '../../db/queries/number-languages.ts';
import { currentReadings } from '../../db/queries/readings.ts';
import { demoPin } from '../../db/seeds/billing.ts';

/** Somebody who calls, with what he knows. */
export interface Caller {
  readonly number: string;
  /** His own; a stranger knows one, too, though nobody knows it of his number. */
  readonly account: { readonly id: number; readonly number: string };
  readonly otherAccount: string;
}

/** Whose telephone it is: of one resident, or of nobody we know. */
export type CallerKind = 'resident' | 'stranger';

/** Who calls next: each has a number that no other call has just now. */
export class Callers {
  readonly #db: Database;
  readonly #residents: Caller[];
  readonly #calling = new Set<string>();
  readonly #done = new EventEmitter().setMaxListeners(100);
  #strangers = 10_000;

  private constructor(db: Database, residents: Caller[]) {
    this.#db = db;
    this.#residents = residents;
  }

  static async of(db: Database): Promise<Callers> {
    const rows: { number: string; accountId: number; account: string; holders: number }[] = await db('phones')
      .join('residents', 'residents.id', 'phones.resident_id')
      .join('accounts', 'accounts.id', 'residents.account_id')
      .groupBy('phones.number')
      .orderBy('phones.number')
      .select({
        number: 'phones.number',
        accountId: db.raw('MIN(accounts.id)'),
        account: db.raw('MIN(accounts.number)'),
        holders: db.raw('COUNT(*)'),
      })
      .having('holders', '=', 1);
    const residents = rows.map(({ number, accountId, account }, index): Caller => {
      const other = rows[(index + 7) % rows.length]?.account ?? '';
      return { number, account: { id: accountId, number: account }, otherAccount: other };
    });
    return new Callers(db, residents);
  }

  /**
   * A resident whose language is known, or a stranger whose language is asked for.
   * @param like whose account it is to be: what is asked may hang upon it (an e-mail on record), so another call with it is waited for
   */
  async next(kind: CallerKind, language: Language, like: Caller | null = null): Promise<Caller> {
    while (like && this.#calling.has(like.account.number)) await once(this.#done, 'done');
    const caller = kind === 'resident' ? this.#resident(like) : this.#stranger(like);
    this.#calling.add(caller.account.number);
    if (kind === 'resident') await rememberLanguage(this.#db, caller.number, language);
    // Nobody is slowed down by what another path has tried.
    await this.#db('verification_tries').del();
    return caller;
  }

  done(caller: Caller): void {
    this.#calling.delete(caller.account.number);
    this.#done.emit('done');
  }

  /** Keys with the caller's own values. @param noted what was noted of meters in this call */
  async keysOf(caller: Caller, keys: string, noted: ReadonlySet<string>): Promise<string> {
    const reading = keys.includes('{reading}') ? await this.#reading(caller, noted) : '';
    return keys
      .replace('{pin}', demoPin)
      .replace('{account}', caller.account.number)
      .replace('{other-account}', caller.otherAccount)
      .replace('{reading}', reading);
  }

  #resident(like: Caller | null): Caller {
    const isFree = ({ account }: Caller) => !this.#calling.has(account.number);
    const wanted = this.#residents.findIndex(
      (one) => one.account.number === like?.account.number && isFree(one),
    );
    const at = wanted >= 0 ? wanted : this.#residents.findIndex(isFree);
    const [caller] = this.#residents.splice(Math.max(0, at), 1);
    if (!caller) throw new Error('the town has no residents');
    // To the end of the line: whoever called lately is not called upon again soon.
    this.#residents.push(caller);
    return caller;
  }

  #stranger(like: Caller | null): Caller {
    return { ...this.#resident(like), number: `+3805077${String(this.#strangers++).padStart(5, '0')}` };
  }

  /** A little more than the last month's, as the next meter would show: nobody doubts it. */
  async #reading({ account }: Caller, noted: ReadonlySet<string>): Promise<string> {
    const meters = await metersOfAccounts(this.#db, [account.id]);
    const meter = meters.find(({ id }) => !noted.has(`readings.meter-${id}`)) ?? meters[0];
    if (!meter) return '1';
    const month = new Date().toISOString().slice(0, 7);
    const values = (await currentReadings(this.#db, [meter.id]))
      .filter(({ period }) => period < month)
      .map(({ value }) => Number(value));
    const [earlier = 0, last = 0] = values.slice(-2);
    return (last + (last - earlier) * 0.9).toFixed(meter.decimals).replace('.', '*');
  }
}
