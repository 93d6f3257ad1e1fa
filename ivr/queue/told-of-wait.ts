import type { Language } from '../../config/company.ts';

/** Where a caller stands is not said more often than this. */
const announceMs = 30_000;

/** What a caller has been told of his wait. He comes back to it from a change of the language, or from a telephone outside, and it holds. */
export class ToldOfWait {
  /** The position that he heard last; 0: none. */
  position = 0;
  /** Whether he has been told that his wait is a long one. */
  longWait = false;
  #language: Language | null = null;
  #atMs = Number.NEGATIVE_INFINITY;

  /** He is being told where he stands. */
  where(position: number, language: Language): void {
    this.position = position;
    this.#language = language;
    this.now();
  }

  /** He has just been told something. */
  now(): void {
    this.#atMs = performance.now();
  }

  /** How long nothing is said to him from now on. */
  get quietMs(): number {
    return Math.max(0, this.#atMs + announceMs - performance.now());
  }

  /** Whether this is not the language in which he heard last where he stands, or he has not heard it at all. */
  isOtherLanguage(language: Language): boolean {
    return language !== this.#language;
  }
}
