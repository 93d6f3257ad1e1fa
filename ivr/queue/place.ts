import type { Language } from '../../config/company.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { Leg } from '../../telephony/call/leg.ts';
import type { KeptFor, WaitingCaller } from './order.ts';

/**
 * What waiting came to: an operator picked up; nobody who serves this queue is on the floor any more; or it has grown too long,
 * and a telephone outside is to be rung.
 */
export type WaitOutcome =
  | { kind: 'answered'; leg: Leg; operatorId: number }
  | { kind: 'unstaffed' }
  | { kind: 'outside'; number: string };

/** How somebody waits. */
export interface WaitingHow {
  /** The time by which he stands in the line. */
  sinceMs: number;
  /** Since when he waits now, without the talks that he has had. */
  waitsSinceMs: number;
  /** Waits on although nobody is on the floor: the caller was told and stayed. */
  patient: boolean;
  /** Goes before all who have none. */
  emergency: boolean;
  /** A telephone outside was rung already, in vain. */
  triedOutside: boolean;
  /** A supervisor has sent him to the head of the line then. */
  firstAtMs?: number | undefined;
  /** A supervisor has sent him to this operator. */
  keptFor?: KeptFor | undefined;
}

/** One caller's place in the line. */
export class Place implements WaitingCaller {
  readonly kind = 'call';
  readonly call: Call;
  queue: string;
  readonly sinceMs: number;
  readonly waitsSinceMs: number;
  patient: boolean;
  readonly emergency: boolean;
  readonly triedOutside: boolean;
  firstAtMs: number | undefined;
  keptFor: KeptFor | undefined;
  readonly offeredTo = new Set<number>();
  readonly refusedAtMs = new Map<number, number>();
  readonly outcome: Promise<WaitOutcome>;
  /** The operator who picked up, until the talk takes him over: a caller who goes in between must not leave him stuck. */
  answeredBy: { leg: Leg; operatorId: number } | undefined;
  #isSettled = false;
  readonly #settle: (outcome: WaitOutcome) => void;
  readonly #left = new AbortController();
  readonly #answered = new AbortController();
  #moved = new AbortController();

  constructor(call: Call, queue: string, how: WaitingHow) {
    this.call = call;
    this.queue = queue;
    this.sinceMs = how.sinceMs;
    this.waitsSinceMs = how.waitsSinceMs;
    this.patient = how.patient;
    this.emergency = how.emergency;
    this.triedOutside = how.triedOutside;
    this.firstAtMs = how.firstAtMs;
    this.keptFor = how.keptFor;
    let settle: (outcome: WaitOutcome) => void = () => undefined;
    this.outcome = new Promise((resolve) => {
      settle = resolve;
    });
    this.#settle = settle;
  }

  get callId(): string {
    return this.call.id;
  }

  get language(): Language {
    return this.call.language;
  }

  /** Fires when the caller has left the line: an offer under way is taken back. */
  get left(): AbortSignal {
    return this.#left.signal;
  }

  /** Fires when somebody has picked up: other phones that ring for this caller fall silent. */
  get answered(): AbortSignal {
    return this.#answered.signal;
  }

  /** Fires when he is sent to others: the phones that ring for him now fall silent. */
  get moved(): AbortSignal {
    return this.#moved.signal;
  }

  /** What rings for him is taken back; whoever is offered him from now on is not. */
  takeBackOffers(): void {
    this.#moved.abort();
    this.#moved = new AbortController();
  }

  /** Who refuses him is kept for him no longer. */
  refusedBy(operatorId: number): void {
    this.refusedAtMs.set(operatorId, Date.now());
    if (this.keptFor?.operatorId === operatorId) this.keptFor = undefined;
  }

  /** One who has hung up, is answered, or is sent elsewhere stands in the line until his flow has noticed. */
  get waits(): boolean {
    return !this.call.signal.aborted && !this.#isSettled;
  }

  settle(outcome: WaitOutcome): void {
    this.#isSettled = true;
    if (outcome.kind === 'answered') {
      this.answeredBy = outcome;
      this.#answered.abort();
    }
    this.#settle(outcome);
  }

  leave(): void {
    this.#left.abort();
  }
}
