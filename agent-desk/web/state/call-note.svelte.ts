import { desk } from './desk.svelte.ts';
import { codeOfFailure } from './failure.ts';
import { notices } from './notices.svelte.ts';

/** Typing that rests so long is saved. */
const restMs = 1_000;
const retryMs = 3_000;
/** Saying it again helps nothing. */
const final: ReadonlySet<string> = new Set(['call.not-yours', 'call.unknown', 'request.invalid']);

/**
 * Sends notes on calls as they are typed, the latest text of each call, and again until it is saved.
 *
 *   saved ──typed──▶ unsaved ──rests a second, or the field is left──▶ (sent) ──answered──▶ saved
 *                       ▲                                                 │
 *                       └── typed meanwhile ──────────────────────────────┤
 *                    failed ◀── no answer: tried again in a while ────────┘
 */
class CallNote {
  #state = $state<'saved' | 'unsaved' | 'failed'>('saved');
  readonly #unsaved = new Map<string, string>();
  #sending = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  get state() {
    return this.#state;
  }

  typed(callId: string, text: string): void {
    this.#unsaved.set(callId, text);
    this.#state = 'unsaved';
    this.#later(restMs);
  }

  /** Now, and not only when typing rests. */
  async save(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (const [callId, text] of this.#unsaved) await this.#send(callId, text);
      this.#state = this.#unsaved.size === 0 ? 'saved' : 'unsaved';
      if (this.#unsaved.size > 0) this.#later(restMs);
    } catch (error) {
      console.warn('a note is not saved yet', error);
      this.#state = 'failed';
      this.#later(retryMs);
    } finally {
      this.#sending = false;
    }
  }

  /** Whoever logs in next has nothing to do with it; a note of the same person is sent again with its call. */
  leave(): void {
    clearTimeout(this.#timer);
    this.#unsaved.clear();
    this.#state = 'saved';
  }

  async #send(callId: string, text: string): Promise<void> {
    try {
      await desk.note(callId, text.trim());
    } catch (error) {
      if (!final.has(codeOfFailure(error))) throw error;
      notices.failed(error);
    }
    // What was typed meanwhile is still to be saved.
    if (this.#unsaved.get(callId) === text) this.#unsaved.delete(callId);
  }

  #later(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), ms);
  }
}

export const callNote = new CallNote();
