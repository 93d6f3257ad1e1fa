import type { Database } from '../connect.ts';
import { seededRandom } from './random.ts';
import type { SeedAccount, SeedTown } from './town.ts';

/** The PIN of every account of the demo. */
export const demoPin = '2468';

interface SeedBalance {
  account_id: number;
  service: string;
  balance_kopecks: number;
}

/** Of every balance, what it consists of by service: the parts make the whole. The same for the same town. */
export function madeUpBalances(accounts: readonly SeedAccount[], services: readonly string[]): SeedBalance[] {
  const random = seededRandom(4_004);
  return accounts.flatMap(({ id, balance_kopecks: whole }) => {
    if (whole === 0 || services.length === 0) return [];
    let left = whole;
    return services.map((service, i) => {
      const isLast = i === services.length - 1;
      const part = isLast ? left : Math.trunc((left * random.between(20, 60)) / 100);
      left -= part;
      return { account_id: id, service, balance_kopecks: part };
    });
  });
}

/** So many rows go into one statement: well below the largest packet. */
const batch = 4_000;

/** Balances by service, an e-mail address for every other account, and one PIN for all. @param pinHash of `demoPin` */
export async function writeBilling(
  db: Database,
  town: SeedTown,
  services: readonly string[],
  pinHash: string,
): Promise<void> {
  const balances = madeUpBalances(town.accounts, services);
  for (let first = 0; first < balances.length; first += batch)
    await db('account_balances').insert(balances.slice(first, first + batch));
  const email = db.raw("IF(id % 2 = 1, CONCAT('account', id, '@mail.example'), NULL)");
  await db('accounts').update({ pin_hash: pinHash, email });
}
