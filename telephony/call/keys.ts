import { waitFor } from './waiting.ts';

/** No caller needs more keys ahead than this; a phone that floods us is cut off here. */
const longestTypeAhead = 64;

/**
 * An answer that is pressed again so soon, from one release to the next, is the same answer: of a finger that is not sure, or of a key
 * that bounces. Why not shorter or longer: docs/decisions/019-pressed-twice.md.
 */
const repeatMs = 500;

interface Pressed {
  readonly key: string;
  readonly at: Date;
}

/**
 * The keys a caller has pressed and nobody has taken yet. Keys pressed during a prompt are kept for the menu that
 * follows it, so one who knows the way can press ahead.
 */
export class Keys {
  #pressed: Pressed[] = [];
  /** What was taken last. */
  #taken: Pressed | undefined;
  /** The last key of the last answer, as long as nothing else was taken; pressed again, the time of that. */
  #answer: Pressed | undefined;
  /** So long after the last key of the last answer a `#` belongs to it. */
  #endMs = 0;
  /** What was taken for the last answer pressed again. */
  #repeats: Pressed[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #used: (key: string, at: Date) => void;

  /** @param used told of each key when it is taken or forgotten, with the time of its press: only then is it known what it was for */
  constructor(used: (key: string, at: Date) => void = () => undefined) {
    this.#used = used;
  }

  press(key: string): void {
    if (this.#pressed.length >= longestTypeAhead) return;
    const pressed = { key, at: new Date() };
    if (!this.any && this.#saysNothingNew(pressed)) {
      this.#repeat(pressed);
      return;
    }
    this.#pressed.push(pressed);
    for (const listener of [...this.#listeners]) listener();
  }

  get any(): boolean {
    return this.#pressed.length > 0;
  }

  take(): string | undefined {
    const next = this.#pressed.shift();
    if (!next) return undefined;
    this.#answer = undefined;
    this.#taken = next;
    this.#used(next.key, next.at);
    return next.key;
  }

  /**
   * What was taken last ends an answer: pressed again at once it says nothing new, before or after this.
   * @param endMs so long after it the `#` that ends digits may come all the same: they were taken without it, since none could follow
   */
  answered(endMs = 0): void {
    this.#answer = this.#taken;
    this.#endMs = endMs;
    this.#repeats = [];
    for (let next = this.#pressed[0]; next && this.#saysNothingNew(next); next = this.#pressed[0])
      this.#repeatAhead();
  }

  /**
   * What stands before the digit that was taken just now, though it was taken for an answer pressed again: a number that goes on
   * from it at once began with it. A finger that was not sure waits to hear what came of it.
   */
  beginning(): string {
    const repeats = this.#repeats;
    this.#repeats = [];
    let digits = '';
    let next = this.#taken;
    for (const one of repeats.toReversed()) {
      if (!next || !/\d/.test(one.key) || next.at.getTime() - one.at.getTime() > repeatMs) break;
      digits = one.key + digits;
      next = one;
    }
    return digits;
  }

  /** Until a caller knows what came of an answer, the same key says nothing new, however late; others are kept. */
  forgetRepeats(): void {
    const key = this.#answer?.key;
    for (let next = this.#pressed[0]; next && next.key === key; next = this.#pressed[0]) this.#repeatAhead();
  }

  #saysNothingNew({ key, at }: Pressed): boolean {
    const last = this.#answer;
    if (last === undefined) return false;
    const sinceMs = at.getTime() - last.at.getTime();
    return (key === last.key && sinceMs <= repeatMs) || (key === '#' && sinceMs <= this.#endMs);
  }

  #repeatAhead(): void {
    const next = this.#pressed.shift();
    if (next) this.#repeat(next);
  }

  #repeat(pressed: Pressed): void {
    this.#answer = pressed;
    // One `#` ends it; the next is a word of its own.
    if (pressed.key === '#') this.#endMs = 0;
    this.#repeats.push(pressed);
    this.#used(pressed.key, pressed.at);
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
