import type { Operator } from './operator.ts';

/** A ready operator's phone may be away this long (a reload, a new registration) before he counts as unreachable. */
const awayMs = 5_000;
/** A phone that could not be rung though it says that it can is tried again after this time. */
const restMs = 30_000;

/**
 * Whose phone cannot be rung is not ready for long, and not unreachable for ever.
 *
 *   ready, phone away ──5 s──▶ phone-gone        could not be rung ──30 s, it says that it is there──▶ phone-back
 */
export class PhonesAway {
  readonly #timers = new Map<number, NodeJS.Timeout>();
  readonly #tell: (operatorId: number, event: 'phone-gone' | 'phone-back') => void;

  constructor(tell: (operatorId: number, event: 'phone-gone' | 'phone-back') => void) {
    this.#tell = tell;
  }

  /** His state or his phone is another one. */
  follow(one: Operator): void {
    if (one.state === 'unreachable') return;
    if (one.state !== 'ready' || one.phone.state !== 'unregistered') this.#stop(one.id);
    else if (!this.#timers.has(one.id))
      this.#after(awayMs, one.id, () => one.state === 'ready' && this.#tell(one.id, 'phone-gone'));
  }

  /** It could not be rung: it is tried again. One that is away tells itself when it is back. */
  rest(one: Operator): void {
    this.#stop(one.id);
    this.#after(restMs, one.id, () => {
      if (one.state === 'unreachable' && one.phone.state === 'registered') this.#tell(one.id, 'phone-back');
    });
  }

  close(): void {
    for (const id of this.#timers.keys()) this.#stop(id);
  }

  #after(ms: number, id: number, then: () => unknown): void {
    const timer = setTimeout(() => {
      this.#timers.delete(id);
      then();
    }, ms);
    this.#timers.set(id, timer);
  }

  #stop(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }
}
