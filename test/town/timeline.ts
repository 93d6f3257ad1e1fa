/** One thing that happened in a call, in ms since the INVITE. */
export interface TimelineEntry {
  readonly atMs: number;
  /** `pressed`: here; `key heard`: at the other end. */
  readonly what:
    | ('ringing' | 'progress' | 'answered' | 'heard' | 'pressed' | 'key heard')
    | ('said' | 'hung up' | 'ended');
  readonly key?: string;
  readonly prompt?: string;
  readonly text?: string;
}

/** What happened in one call, in order. */
export class Timeline {
  /** In ms of performance.now(). */
  #startedAtMs = performance.now();
  readonly entries: TimelineEntry[] = [];

  /** The INVITE goes out, or came, now. */
  begin(): void {
    this.#startedAtMs = performance.now();
  }

  get startedAtMs(): number {
    return this.#startedAtMs;
  }

  get nowMs(): number {
    return performance.now() - this.#startedAtMs;
  }

  add(entry: Omit<TimelineEntry, 'atMs'>, atMs = this.nowMs): void {
    this.entries.push({ ...entry, atMs });
  }
}
