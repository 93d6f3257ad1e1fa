import type { Bus, OperatorState } from '../../events.ts';

/** What an operator was busy with a caller for. */
export interface Handling {
  endedAtMs: number;
  handlingMs: number;
}

const windowMs = 3_600_000;

/** How long operators were busy with each caller of the last hour: from the pick-up to the end of wrap-up. */
export class HandlingTimes {
  #ended: Handling[];
  /** When an operator who is busy now picked up. */
  readonly #since = new Map<number, number>();
  readonly #stopListening: () => void;

  /** @param earlier what ended before this start, the oldest first */
  constructor(bus: Bus, earlier: readonly Handling[]) {
    this.#ended = [...earlier];
    this.#stopListening = bus.on('operator', ({ operatorId, state }) => this.#heardOf(operatorId, state));
  }

  /** The mean of the last hour, or null when nobody was talked to. */
  get meanMs(): number | null {
    const from = Date.now() - windowMs;
    this.#ended = this.#ended.filter((one) => one.endedAtMs >= from);
    if (this.#ended.length === 0) return null;
    return this.#ended.reduce((sum, one) => sum + one.handlingMs, 0) / this.#ended.length;
  }

  close(): void {
    this.#stopListening();
  }

  #heardOf(operatorId: number, state: OperatorState): void {
    const since = this.#since.get(operatorId);
    if (state === 'talking') this.#since.set(operatorId, since ?? Date.now());
    else if (state !== 'wrap-up' && since !== undefined) {
      this.#since.delete(operatorId);
      this.#ended.push({ endedAtMs: Date.now(), handlingMs: Date.now() - since });
    }
  }
}
