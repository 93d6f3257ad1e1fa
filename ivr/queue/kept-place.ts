import type { Language } from '../../config/company.ts';
import type { WaitingCaller } from './order.ts';

/** Whose place is kept, and since when. */
export interface KeptPlaceFacts {
  callbackId: number;
  /** E.164. */
  number: string;
  hotline: string;
  language: Language;
  queue: string;
  waitingSince: Date;
  tries: number;
  notBefore: Date;
}

/**
 * The place of somebody who has hung up and is called back when his turn comes. It moves on with the line as if he waited
 * there; those who wait on the phone and came before him go first. While he is in a call with us himself it rests, and is kept as it was.
 */
export class KeptPlace implements WaitingCaller {
  readonly kind = 'kept';
  readonly callId: string;
  readonly callbackId: number;
  readonly number: string;
  readonly hotline: string;
  readonly queue: string;
  readonly language: Language;
  readonly sinceMs: number;
  readonly waitsSinceMs: number;
  readonly emergency = false;
  readonly isCalledBack = true;
  readonly firstAtMs = undefined;
  readonly keptFor = undefined;
  /** The operator who is reserved while the resident's phone rings. */
  readonly offeredTo = new Set<number>();
  readonly refusedAtMs = new Map<number, number>();
  tries: number;
  notBeforeMs: number;

  readonly #isInCall: (number: string) => boolean;

  /** @param isInCall whether this number is in a call with us: it would be busy, and who waits on the telephone again needs no call */
  constructor(facts: KeptPlaceFacts, isInCall: (number: string) => boolean) {
    this.callbackId = facts.callbackId;
    this.callId = keptPlaceId(facts.callbackId);
    this.number = facts.number;
    this.hotline = facts.hotline;
    this.queue = facts.queue;
    this.language = facts.language;
    this.sinceMs = facts.waitingSince.getTime();
    this.waitsSinceMs = this.sinceMs;
    this.tries = facts.tries;
    this.notBeforeMs = facts.notBefore.getTime();
    this.#isInCall = isInCall;
  }

  /** He has asked for it once more: what came of earlier tries holds no longer. */
  askedAgain({ tries, notBefore }: Pick<KeptPlaceFacts, 'tries' | 'notBefore'>): void {
    this.tries = tries;
    this.notBeforeMs = notBefore.getTime();
  }

  /** Another try is made no later than this from now; what is to come sooner stays. */
  restsAtMost(ms: number): void {
    this.notBeforeMs = Math.min(this.notBeforeMs, Date.now() + ms);
  }

  get waits(): boolean {
    return this.notBeforeMs <= Date.now() && this.offeredTo.size === 0 && !this.#isInCall(this.number);
  }
}

/** What a kept place is called where callers are called by their call. */
export function keptPlaceId(callbackId: number): string {
  return `callback-${callbackId}`;
}
