import { DateTime } from 'luxon';
import type { Bus } from '../../events.ts';

/** How many talks each operator has had today, by the company's clock. */
export class TalkCounts {
  /** The day that is counted, in ms since 1970: its first moment, and that of the next one. */
  #day: { fromMs: number; untilMs: number };
  readonly #counts: Map<number, number>;
  readonly #timezone: string;
  readonly #stopListening: () => void;

  /** @param today what was counted today already, before this start */
  constructor(bus: Bus, timezone: string, today: ReadonlyMap<number, number>) {
    this.#timezone = timezone;
    this.#day = this.#today();
    this.#counts = new Map(today);
    this.#stopListening = bus.on('step', (step) => {
      if (step.kind === 'connected') this.#count(step.operatorId);
    });
  }

  of(operatorId: number): number {
    this.#forgetYesterday();
    return this.#counts.get(operatorId) ?? 0;
  }

  close(): void {
    this.#stopListening();
  }

  #count(operatorId: number): void {
    this.#forgetYesterday();
    this.#counts.set(operatorId, (this.#counts.get(operatorId) ?? 0) + 1);
  }

  /** Asked for every operator whenever anything changes on the floor: the calendar is looked at once a day. */
  #forgetYesterday(): void {
    const now = Date.now();
    if (now >= this.#day.fromMs && now < this.#day.untilMs) return;
    this.#day = this.#today();
    this.#counts.clear();
  }

  #today(): { fromMs: number; untilMs: number } {
    const midnight = DateTime.now().setZone(this.#timezone).startOf('day');
    return { fromMs: midnight.toMillis(), untilMs: midnight.plus({ days: 1 }).toMillis() };
  }
}
