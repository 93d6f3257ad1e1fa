import type { AttemptRow } from '../../db/queries/attempts.ts';

/** So many different numbers refused one after the other, before anything rang: that is no resident's doing. */
const tooMany = 3;
const firstRestMs = 60_000;
const longestRestMs = 30 * 60_000;

/**
 * Whether the carrier takes our calls. One that refuses them all, since the account is blocked or there is no way out, would use up a whole
 * list in minutes, and not one telephone would ring. It is left in peace for a minute, and twice as long each time that it still refuses.
 */
export class Carrier {
  /** What was refused since a call last went through: the number of each attempt. */
  readonly #refused = new Map<number, string>();
  readonly #told: (restsUntil: Date | null) => void;
  #restMs = 0;
  #restsUntil: Date | null = null;

  /** @param told hears of each rest, and of its end: null */
  constructor(told: (restsUntil: Date | null) => void) {
    this.#told = told;
  }

  /** Until when nobody is called; what is past means that one call is made to see. Null while calls go through. */
  get restsUntil(): Date | null {
    return this.#restsUntil;
  }

  /** How many calls may be made at once, where there are so many lanes. */
  lanes(all: number, now: Date): number {
    if (this.#restsUntil === null) return all;
    return now < this.#restsUntil ? 0 : 1;
  }

  /** A telephone rang, or the carrier has said something of that number alone. */
  goesThrough(): void {
    this.#refused.clear();
    this.#restMs = 0;
    if (this.#restsUntil === null) return;
    this.#restsUntil = null;
    this.#told(null);
  }

  /**
   * A call was refused before anything rang.
   * @returns the ids of the attempts that the carrier itself has refused, as is known now: none yet, or this one and those before it
   */
  refuses({ id, number }: Pick<AttemptRow, 'id' | 'number'>, now: Date): number[] {
    if (this.#restsUntil !== null) {
      // What was under way when the rest began tells nothing new.
      if (now >= this.#restsUntil) this.#rest(now);
      return [id];
    }
    this.#refused.set(id, number);
    if (new Set(this.#refused.values()).size < tooMany) return [];
    const ids = [...this.#refused.keys()];
    this.#refused.clear();
    this.#rest(now);
    return ids;
  }

  #rest(now: Date): void {
    this.#restMs = Math.min(this.#restMs * 2 || firstRestMs, longestRestMs);
    this.#restsUntil = new Date(now.getTime() + this.#restMs);
    this.#told(this.#restsUntil);
  }
}
