import { type Handling, HandlingReader } from '../../db/queries/handling-times.ts';
import type { Bus } from '../../events.ts';

const windowMs = 3_600_000;

/** How long operators were busy with each caller of the last hour: from the moment in which the two are connected to the end of wrap-up. */
export class HandlingTimes {
  #ended: Handling[];
  readonly #reader = new HandlingReader();
  readonly #stops: (() => void)[];

  /** @param earlier what ended before this start, the oldest first */
  constructor(bus: Bus, earlier: readonly Handling[]) {
    this.#ended = [...earlier];
    this.#stops = [
      bus.on('step', (step) => {
        if (step.kind === 'connected') this.#reader.connected(step.operatorId, Date.now());
      }),
      bus.on('operator', ({ operatorId, state }) => {
        const handling = this.#reader.becomes(operatorId, state, Date.now());
        if (handling) this.#ended.push(handling);
      }),
    ];
  }

  /** The mean of the last hour, or null when nobody was talked to. */
  get meanMs(): number | null {
    const from = Date.now() - windowMs;
    this.#ended = this.#ended.filter((one) => one.endedAtMs >= from);
    if (this.#ended.length === 0) return null;
    return this.#ended.reduce((sum, one) => sum + one.handlingMs, 0) / this.#ended.length;
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }
}
