import type { Call } from '../../telephony/call/call.ts';
import { timeLimit } from '../../time-limit.ts';

/** Who is sent on is in the line again within seconds: he hears one sentence before. */
const longestMs = 15_000;

/**
 * Operators who are kept free for a caller whom a colleague is just sending to them: nobody else gets them until he is in the line
 * again, or has hung up.
 */
export class KeptFree {
  readonly #kept = new Map<number, { callId: string; stop: () => void }>();

  /** @param over told when he is free for others, though the caller has not come */
  keep(operatorId: number, { id: callId, signal }: Pick<Call, 'id' | 'signal'>, over: () => void): void {
    const end = () => this.end(operatorId, callId) && over();
    const stopLimit = timeLimit(longestMs, end);
    const stop = () => {
      stopLimit();
      signal.removeEventListener('abort', end);
    };
    this.#kept.get(operatorId)?.stop();
    this.#kept.set(operatorId, { callId, stop });
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  }

  /** @returns whether he was kept for this caller */
  end(operatorId: number, callId: string): boolean {
    const kept = this.#kept.get(operatorId);
    if (kept?.callId !== callId) return false;
    kept.stop();
    return this.#kept.delete(operatorId);
  }

  /** Whether he is kept for somebody else than this caller. */
  isForAnother(operatorId: number, callId?: string): boolean {
    const kept = this.#kept.get(operatorId);
    return kept !== undefined && kept.callId !== callId;
  }

  close(): void {
    for (const { stop } of this.#kept.values()) stop();
    this.#kept.clear();
  }
}
