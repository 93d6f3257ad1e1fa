/** What a caller has answered in this run of a flow, by the question's name. It outlives the controller: see `Call.once`. */
export class Answers {
  readonly #known: Map<string, unknown>;

  constructor(known: ReadonlyMap<string, unknown> = new Map()) {
    this.#known = new Map(known);
  }

  get all(): ReadonlyMap<string, unknown> {
    return this.#known;
  }

  get(name: string): unknown {
    return this.#known.get(name);
  }

  set(name: string, value: unknown): void {
    this.#known.set(name, value);
  }

  /** The flow is over. What is known of the call as a whole (`call.…`, such as who has proved to be who) stays. */
  forget(): void {
    for (const name of [...this.#known.keys()]) if (!name.startsWith('call.')) this.#known.delete(name);
  }
}
