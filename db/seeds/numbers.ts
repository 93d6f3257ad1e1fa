import type { Random } from './random.ts';

/** Known to the tests, and to whoever tries the demo. */
export const knownNumbers = {
  /** Belongs to Коваленко Олена Петрівна alone, who speaks Ukrainian. */
  one: '+380501112233',
  /** Belongs to several residents. */
  several: '+380501112244',
  /** Belongs to nobody. */
  nobody: '+380501112299',
} as const;

/** The simulated town calls from these, and nobody else has one: +380990000000 to +380990009999. */
export const townBlock = '+38099000';
/** So many residents have a number of the town's block, from its beginning on. */
export const townResidents = 400;

const mobile = ['50', '66', '95', '99', '67', '68', '96', '97', '98', '63', '73', '93'];
const reserved = [townBlock, '+38050111'];

/** Made-up numbers, each once; never one of the town's block or near the known ones. */
export class Numbers {
  readonly #random: Random;
  readonly #taken = new Set<string>();
  #inTown = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** The next of the town's block; a made-up one when enough residents have theirs. */
  ofTown(): string {
    if (this.#inTown >= townResidents) return this.mobile();
    return `${townBlock}${String(this.#inTown++).padStart(4, '0')}`;
  }

  mobile(): string {
    return this.#fresh(() => `+380${this.#random.pick(mobile)}${this.#digits(7)}`);
  }

  /** A number of the city with its six digits. */
  landline(): string {
    return this.#fresh(
      () => `+380342${this.#random.pick(['50', '52', '53', '55', '71', '77', '78'])}${this.#digits(4)}`,
    );
  }

  #digits(count: number): string {
    return String(this.#random.between(0, 10 ** count - 1)).padStart(count, '0');
  }

  #fresh(make: () => string): string {
    for (;;) {
      const number = make();
      if (this.#taken.has(number) || reserved.some((block) => number.startsWith(block))) continue;
      this.#taken.add(number);
      return number;
    }
  }
}
