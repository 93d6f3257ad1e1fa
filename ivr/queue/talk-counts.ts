import { DateTime } from 'luxon';
import type { Bus } from '../../events.ts';

/** How many talks each operator has had today, by the company's clock. */
export class TalkCounts {
  #day: string;
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

  #forgetYesterday(): void {
    const today = this.#today();
    if (today === this.#day) return;
    this.#day = today;
    this.#counts.clear();
  }

  #today(): string {
    return DateTime.now().setZone(this.#timezone).toISODate() ?? '';
  }
}
