import { codeOfFailure, DeskFailure } from './failure.ts';

/** Something fetched for a screen: loading, there, or failed. What is asked later wins over what was asked before. */
export class Fetched<T> {
  #value = $state.raw<T | null>(null);
  #failed = $state<string | null>(null);
  #loading = $state(false);
  #stop: AbortController | null = null;

  get value(): T | null {
    return this.#value;
  }
  /** Why it is not there: the code of the failure. */
  get failed(): string | null {
    return this.#failed;
  }
  get loading(): boolean {
    return this.#loading;
  }

  async load(fetch: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.#stop?.abort();
    const stop = new AbortController();
    this.#stop = stop;
    this.#loading = true;
    try {
      const value = await fetch(stop.signal);
      if (stop.signal.aborted) return;
      this.#value = value;
      this.#failed = null;
    } catch (error) {
      if (stop.signal.aborted || (error instanceof DeskFailure && error.code === 'aborted')) return;
      console.warn('not loaded', error);
      this.#failed = codeOfFailure(error);
    } finally {
      if (this.#stop === stop) this.#loading = false;
    }
  }

  put(value: T | null): void {
    this.#value = value;
    this.#failed = null;
  }

  stop(): void {
    this.#stop?.abort();
  }
}
