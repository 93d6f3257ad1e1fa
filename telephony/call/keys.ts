import { waitFor } from './waiting.ts';

/** No caller needs more keys ahead than this; a phone that floods us is cut off here. */
const longestTypeAhead = 64;

/**
 * The keys a caller has pressed and nobody has taken yet. Keys pressed during a prompt are kept for the menu that
 * follows it, so one who knows the way can press ahead.
 */
export class Keys {
  #pressed: { key: string; at: Date }[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #used: (key: string, at: Date) => void;

  /** @param used told of each key when it is taken or forgotten, with the time of its press: only then is it known what it was for */
  constructor(used: (key: string, at: Date) => void = () => undefined) {
    this.#used = used;
  }

  press(key: string): void {
    if (this.#pressed.length >= longestTypeAhead) return;
    this.#pressed.push({ key, at: new Date() });
    for (const listener of [...this.#listeners]) listener();
  }

  get any(): boolean {
    return this.#pressed.length > 0;
  }

  take(): string | undefined {
    const next = this.#pressed.shift();
    if (next) this.#used(next.key, next.at);
    return next?.key;
  }

  /** Forgets what was pressed: before a question whose answer must not be an old key. */
  clear(): void {
    while (this.any) this.take();
  }

  onPress(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * The next key if it is one of these; any other stays for the question that follows, as it would had nothing been asked.
   * Null when there is another key, or after `limitMs` without one. Rejects with the signal's reason.
   */
  async nextIf(wanted: string, limitMs: number, signal: AbortSignal): Promise<string | null> {
    if (!this.any) await waitFor<true>((done) => this.onPress(() => done(true)), { signal, limitMs });
    const [next] = this.#pressed;
    return next !== undefined && wanted.includes(next.key) ? (this.take() ?? null) : null;
  }

  /** The next key, or `null` after `limitMs` without one. Rejects with the signal's reason. */
  async next(limitMs: number, signal: AbortSignal): Promise<string | null> {
    const ready = this.take();
    if (ready !== undefined) return ready;
    const pressed = await waitFor<true>((done) => this.onPress(() => done(true)), { signal, limitMs });
    return pressed ? (this.take() ?? null) : null;
  }
}
