import type { z } from 'zod';

/** What the browser keeps for the desk. A browser that refuses to keep (private mode, full) costs only the keeping. */
type Store = 'localStorage' | 'sessionStorage';

export function readKept<T>(store: Store, key: string, shape: z.ZodType<T>): T | null {
  try {
    const text = window[store].getItem(`holos.${key}`);
    if (text === null) return null;
    const parsed = shape.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    console.warn('kept value cannot be read', key, error);
    return null;
  }
}

export function keep(store: Store, key: string, value: unknown): void {
  try {
    window[store].setItem(`holos.${key}`, JSON.stringify(value));
  } catch (error) {
    console.warn('value cannot be kept', key, error);
  }
}

/** Everything that belongs to one log-in: drafts, the last call. The next person at this browser must not find it. */
export function forgetSession(): void {
  try {
    for (const key of Object.keys(window.sessionStorage)) {
      if (key.startsWith('holos.')) window.sessionStorage.removeItem(key);
    }
  } catch (error) {
    console.warn('kept values cannot be removed', error);
  }
}

export function forget(store: Store, key: string): void {
  try {
    window[store].removeItem(`holos.${key}`);
  } catch (error) {
    console.warn('kept value cannot be removed', key, error);
  }
}
