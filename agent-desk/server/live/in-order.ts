/**
 * Changes in the order they were told, though what they need is looked up at once and side by side: a change waits for its
 * own look-up and for the changes before it. So a slow look-up delays, but never reorders.
 */
export class InOrder {
  #last: Promise<void> = Promise.resolve();
  readonly #report: (error: unknown) => void;

  constructor(report: (error: unknown) => void) {
    this.#report = report;
  }

  /** `change` gets what was prepared. When the look-up or the change fails it is reported, and the next one goes on. */
  add<T>(prepared: T | Promise<T>, change: (value: T) => void): Promise<void> {
    const before = this.#last;
    const ready = Promise.allSettled([prepared]);
    this.#last = (async () => {
      const [[look]] = await Promise.all([ready, before]);
      try {
        if (look.status === 'rejected') throw look.reason;
        change(look.value);
      } catch (error) {
        this.#report(error);
      }
    })();
    return this.#last;
  }

  /** When everything that was told until now has been done. */
  settled(): Promise<void> {
    return this.#last;
  }
}
