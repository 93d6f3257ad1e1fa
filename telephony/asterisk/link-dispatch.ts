import type { AriEvent, AriEventType } from './node.ts';

type Listener = (event: AriEvent) => void;

/**
 * Hands each event, at once and in order, to those who listen for its type and for what it is about. One table for all, so
 * a listener that is removed leaves nothing behind.
 */
export class EventDispatch {
  readonly #byType = new Map<string, Set<Listener>>();
  readonly #bySubject = new Map<string, Set<Listener>>();
  readonly #onFault: (error: unknown, event: AriEvent) => void;

  /** @param onFault told of a listener that threw; the others still hear the event. */
  constructor(onFault: (error: unknown, event: AriEvent) => void) {
    this.#onFault = onFault;
  }

  on(type: AriEventType, listener: Listener): () => void {
    return add(this.#byType, type, listener);
  }

  onSubject(id: string, listener: Listener): () => void {
    return add(this.#bySubject, id, listener);
  }

  /** Whether anybody listens to what is told of this one thing. */
  isFollowed(id: string): boolean {
    return this.#bySubject.has(id);
  }

  dispatch(event: AriEvent): void {
    this.#tell(this.#byType.get(event.type), event);
    for (const id of subjectsOf(event)) this.#tell(this.#bySubject.get(id), event);
  }

  /** How many listeners there are, for tests and figures. */
  get size(): number {
    return [this.#byType, this.#bySubject].reduce(
      (sum, table) => sum + [...table.values()].reduce((n, set) => n + set.size, 0),
      0,
    );
  }

  #tell(listeners: Set<Listener> | undefined, event: AriEvent): void {
    if (!listeners) return;
    for (const listener of [...listeners]) {
      if (!listeners.has(listener)) continue;
      try {
        listener(event);
      } catch (error) {
        this.#onFault(error, event);
      }
    }
  }
}

function subjectsOf({ channel, bridge, playback, recording }: AriEvent): Set<string> {
  return new Set([channel?.id, bridge?.id, playback?.id, recording?.name].filter((id) => id !== undefined));
}

function add(table: Map<string, Set<Listener>>, key: string, listener: Listener): () => void {
  const entry = table.get(key) ?? new Set();
  table.set(key, entry);
  // Its own function, so the same one added twice is heard twice and each is removed alone.
  const own: Listener = (event) => listener(event);
  entry.add(own);
  return () => {
    entry.delete(own);
    if (entry.size === 0 && table.get(key) === entry) table.delete(key);
  };
}
