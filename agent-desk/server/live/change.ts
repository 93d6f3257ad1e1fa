/**
 * One event of the bus as a change of the desks: `look` is under way already, `change` is made in its turn with what was
 * found, at once and without waiting.
 */
export interface Change<T> {
  look: Promise<T> | T;
  change(found: T): void;
}

/** Waits for a look-up, but not for long and not in vain: what cannot be found in time is `instead`, and read again later. */
export type Look = <T>(found: Promise<T>, instead: T) => Promise<T>;
