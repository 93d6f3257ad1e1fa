import { withCheckDigit } from '../../housing/accounts/account-number.ts';
import { flatsOnFloor, madeUpBuildings, type SeedBuilding } from './buildings.ts';
import { type Names, readNames, readStreets } from './data.ts';
import { knownNumbers, Numbers } from './numbers.ts';
import { madeUpFamily } from './people.ts';
import { type Random, seededRandom } from './random.ts';

export interface SeedAccount {
  id: number;
  number: string;
  building_id: number;
  flat: string;
  balance_kopecks: number;
  last_payment_on: string | null;
  last_payment_kopecks: number | null;
}
export interface SeedResident {
  id: number;
  name: string;
  account_id: number;
  notes: string;
}
export interface SeedPhone {
  number: string;
  resident_id: number;
}

export interface SeedTown {
  buildings: SeedBuilding[];
  accounts: SeedAccount[];
  residents: SeedResident[];
  phones: SeedPhone[];
}

/** As many as the housing manager with the hotline 750-600 has. */
export const cityBuildings = 651;

/**
 * A made-up town: the same one for the same seed and day. The first flat is that of Коваленко Олена Петрівна, the second
 * that of the people who share a number.
 */
export function madeUpTown(options: { buildings?: number; today: Date; seed?: number }): SeedTown {
  const random = seededRandom(options.seed ?? 750_600);
  const town = new Town(random, options.today);
  town.add(madeUpBuildings(readStreets(), options.buildings ?? cityBuildings, random));
  return town;
}

/** Who lives in the first two flats. */
const knownFlats: Partial<Record<number, { names: string[]; number: string }>> = {
  1: { names: ['Коваленко Олена Петрівна'], number: knownNumbers.one },
  2: {
    names: ['Яворський Тарас Богданович', 'Яворська Марія Іванівна', 'Яворська Софія Тарасівна'],
    number: knownNumbers.several,
  },
};

class Town implements SeedTown {
  readonly buildings: SeedBuilding[] = [];
  readonly accounts: SeedAccount[] = [];
  readonly residents: SeedResident[] = [];
  readonly phones: SeedPhone[] = [];
  readonly #random: Random;
  readonly #today: Date;
  readonly #names: Names = readNames();
  readonly #numbers: Numbers;

  constructor(random: Random, today: Date) {
    this.#random = random;
    this.#today = today;
    this.#numbers = new Numbers(random);
  }

  add(buildings: SeedBuilding[]): void {
    for (const building of buildings) {
      this.buildings.push(building);
      const flats = building.entrances * building.floors * flatsOnFloor;
      for (let flat = 1; flat <= flats; flat++) this.#addFlat(building.id, flat);
    }
  }

  #addFlat(buildingId: number, flat: number): void {
    const account = this.#account(buildingId, flat);
    this.accounts.push(account);
    const known = knownFlats[account.id];
    if (known) this.#settle(account.id, known.names, () => [known.number]);
    else this.#settleFamily(account.id);
  }

  #settleFamily(accountId: number): void {
    const size = this.#random.chance(0.8) ? 1 : this.#random.between(2, 3);
    const family = madeUpFamily(this.#names, this.#random, size);
    const shared = size > 1 && this.#random.chance(0.25) ? this.#numbers.landline() : null;
    this.#settle(accountId, family, () => this.#phonesOf(shared));
  }

  #settle(accountId: number, names: readonly string[], phonesOf: () => string[]): void {
    for (const name of names) {
      const id = this.residents.length + 1;
      this.residents.push({ id, name, account_id: accountId, notes: '' });
      for (const number of phonesOf()) this.phones.push({ number, resident_id: id });
    }
  }

  #phonesOf(shared: string | null): string[] {
    const numbers = shared ? [shared] : [];
    // Some are known by no number at all.
    if (this.#random.chance(0.06)) return numbers;
    numbers.push(this.#random.chance(0.05) ? this.#numbers.ofTown() : this.#numbers.mobile());
    if (this.#random.chance(0.08)) numbers.push(this.#numbers.landline());
    return numbers;
  }

  #account(buildingId: number, flat: number): SeedAccount {
    const id = this.accounts.length + 1;
    const monthlyKopecks = this.#random.between(60_000, 420_000);
    const isDebtor = this.#random.chance(0.18);
    const monthsOwed = isDebtor ? this.#random.between(2, 14) : 0;
    const paidDaysAgo = isDebtor
      ? monthsOwed * 30 + this.#random.between(0, 25)
      : this.#random.between(1, 40);
    const credit = this.#random.chance(0.2) ? this.#random.between(0, 50_000) : 0;
    return {
      id,
      number: withCheckDigit(String(7_500_000 + id * 7)),
      building_id: buildingId,
      flat: String(flat),
      balance_kopecks: isDebtor ? -monthsOwed * monthlyKopecks : credit,
      last_payment_on: this.#daysAgo(paidDaysAgo),
      last_payment_kopecks: monthlyKopecks,
    };
  }

  /** `YYYY-MM-DD`. */
  #daysAgo(days: number): string {
    return new Date(this.#today.getTime() - days * 86_400_000).toISOString().slice(0, 10);
  }
}
