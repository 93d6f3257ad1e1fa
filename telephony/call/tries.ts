import type { Utterance } from './call-parts.ts';

/** A caller who has failed so often at one question gets a person instead. */
const mostTries = 3;

/**
 * How often a caller has failed at one question. A wrong key, digits that are no answer, silence: all count alike, and questions
 * that belong together (digits, and whether they are right) share one. What is said is chosen by this number, and every
 * failure makes it larger: so nobody hears a sentence a third time, whatever goes wrong, and in whatever order.
 */
export class Tries {
  #failed = 0;

  get failed(): number {
    return this.#failed;
  }

  /** Counts a failure. True while there is another try. */
  fail(): boolean {
    this.#failed++;
    return this.#failed < mostTries;
  }
}

/** A question in the words of its tries. */
export interface Worded {
  readonly prompts: readonly Utterance[];
  /** The wording of the second try; the same as the first unless told. */
  readonly again?: readonly Utterance[];
  /** That of the third; nothing unless told, for the sentence that offers a person comes before it. */
  readonly last?: readonly Utterance[];
}

/** The wordings of a question, by how often the caller has failed. */
export function wordingsOf({ prompts, again = prompts, last = [] }: Worded): (readonly Utterance[])[] {
  return [prompts, again, last];
}

/** Which wording a caller hears who asks to hear it again: that of this try, or where it has none, the last one before. */
export function wordingAgain(wordings: readonly (readonly Utterance[])[], failed: number): number {
  const last = wordings.slice(0, failed + 1).findLastIndex((wording) => wording.length > 0);
  return Math.max(0, last);
}
