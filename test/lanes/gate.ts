/** Lets in one after the other, in the order in which they came, when there is room or when nobody is in. */
export class Gate {
  readonly #untilRoomy: (stop: () => boolean) => Promise<void>;
  #last: Promise<void> = Promise.resolve();
  #inside = 0;

  /** @param untilRoomy never asked by two at a time; it ends at once when `stop` says so */
  constructor(untilRoomy: (stop: () => boolean) => Promise<void>) {
    this.#untilRoomy = untilRoomy;
  }

  pass(): Promise<void> {
    this.#last = this.#last.then(async () => {
      await this.#untilRoomy(() => this.#inside === 0);
      this.#inside += 1;
    });
    return this.#last;
  }

  left(): void {
    this.#inside -= 1;
  }
}
