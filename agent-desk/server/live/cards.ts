import type { Card } from '../../contract/shapes.ts';
import type { Caller } from './world.ts';

interface Kept {
  caller: Caller;
  /** Whoever needs it next has it looked up again. */
  expired: boolean;
  /** The latest look-up, running or done, and its number. */
  looked: Promise<Card>;
  number: number;
  /** What the newest look-up that has ended found, and that one's number. */
  value: Card | undefined;
  valueNumber: number;
}

/**
 * The cards of callers who wait or talk, looked up when the waiting begins, so that an offered call has its card at hand.
 * A kept card is looked up again when something on it has changed.
 */
export class Cards {
  readonly #kept = new Map<string, Kept>();
  readonly #lookUp: (caller: Caller) => Promise<Card>;
  #lookUps = 0;

  constructor(lookUp: (caller: Caller) => Promise<Card>) {
    this.#lookUp = lookUp;
  }

  /** The card of this caller, looked up once. */
  of(caller: Caller): Promise<Card> {
    const kept = this.#kept.get(caller.callId);
    return kept && !kept.expired && sameCaller(kept.caller, caller) ? kept.looked : this.#look(caller);
  }

  /** Begins to look a card up; whoever needs it later finds it, or looks again when this failed. */
  prefetch(caller: Caller): void {
    this.of(caller).catch(() => undefined);
  }

  has(callId: string): boolean {
    return this.#kept.has(callId);
  }

  /** The newest that is known. */
  value(callId: string): Card | undefined {
    return this.#kept.get(callId)?.value;
  }

  forget(callId: string): void {
    this.#kept.delete(callId);
  }

  /**
   * What has changed is not known: every card is looked up again, each when it is needed. All at once, on a floor where hundreds
   * wait, would keep the database from everybody else.
   */
  expire(): void {
    for (const kept of this.#kept.values()) kept.expired = true;
  }

  /** Looks up again every kept card that `concerns`. @returns the ids of their calls */
  async refresh(concerns: (card: Card, caller: Caller) => boolean): Promise<string[]> {
    const refreshed = [...this.#kept.values()].map(async ({ caller, looked }) => {
      if (!concerns(await looked, caller)) return [];
      // Meanwhile it may have come out who calls: the card is that of whom he is taken for now.
      const now = this.#kept.get(caller.callId);
      if (!now) return [];
      await this.#look(now.caller);
      return [caller.callId];
    });
    return (await Promise.all(refreshed)).flat();
  }

  #look(caller: Caller): Promise<Card> {
    const number = ++this.#lookUps;
    const looked = this.#lookUp(caller);
    const { value, valueNumber } = this.#kept.get(caller.callId) ?? { value: undefined, valueNumber: 0 };
    this.#kept.set(caller.callId, { caller, expired: false, looked, number, value, valueNumber });
    looked.then(
      (card) => {
        const kept = this.#kept.get(caller.callId);
        if (!kept || kept.valueNumber > number) return;
        kept.value = card;
        kept.valueNumber = number;
      },
      () => {
        // Whoever waits for the card is told of the failure; here it is only not kept.
        if (this.#kept.get(caller.callId)?.number === number) this.#kept.delete(caller.callId);
      },
    );
    return looked;
  }
}

function sameCaller(a: Caller, b: Caller): boolean {
  return a.as === b.as && a.number === b.number && a.residentIds.join() === b.residentIds.join();
}
