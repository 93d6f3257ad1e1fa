import type { z } from 'zod';
import { forget, keep, readKept } from './kept.ts';

/**
 * What is typed into a form, kept in the browser until it is sent: a call that rings leads away from the form, and back at it
 * everything is there again. To be made while a component is.
 */
export class Typed<T extends object> {
  readonly #key: string;
  readonly #empty: () => T;
  #values: T;

  constructor(key: string, shape: z.ZodType<T>, empty: () => T) {
    this.#key = key;
    this.#empty = empty;
    this.#values = $state(readKept('sessionStorage', key, shape) ?? empty());
    $effect(() => keep('sessionStorage', key, $state.snapshot(this.#values)));
  }

  get values(): T {
    return this.#values;
  }

  /** It is sent, and the form begins anew. */
  sent(): void {
    this.#values = this.#empty();
    forget('sessionStorage', this.#key);
  }
}
