import type { CallEnd } from '../../events.ts';

/** The reason of a call's AbortSignal: a normal end, not an error. Every verb rejects with it when the call is over. */
export class CallOver extends Error {
  readonly end: Pick<CallEnd, 'reason'>;

  constructor(reason: CallEnd['reason']) {
    super(`the call is over: ${reason}`);
    this.name = 'CallOver';
    this.end = { reason };
  }
}

/**
 * What a failed attempt to reach a phone came to, from the SIP status where there is one, else the Q.850 cause.
 * Pairs seen from Asterisk 22: busy 17/486, refused 21/403 (and 603), no such number 1/404, no answer 19/480, congestion 34/503.
 */
export function unreachedReason(cause: number | undefined, sipStatus: number | undefined): CallEnd['reason'] {
  switch (sipStatus) {
    case 486:
    case 600:
      return 'busy';
    case 403:
    case 603:
    case 607:
      return 'rejected';
    case 404:
    case 410:
    case 484:
    case 604:
      return 'no-such-number';
    case 408:
    case 480:
    case 487:
      return 'no-answer';
    default:
      return byCause(cause);
  }
}

/**
 * Whether a refusal before anything rang may be the carrier's, who takes no calls at all, and not that of whom we call: only he says 603
 * and 607.
 */
export function mayBeCarriers(reason: CallEnd['reason'], sipStatus: number | undefined): boolean {
  return reason === 'congestion' || (reason === 'rejected' && sipStatus !== 603 && sipStatus !== 607);
}

function byCause(cause: number | undefined): CallEnd['reason'] {
  switch (cause) {
    case 17:
      return 'busy';
    case 18:
    case 19:
    case 16:
      return 'no-answer';
    case 21:
      return 'rejected';
    case 1:
    case 22:
    case 28:
      return 'no-such-number';
    default:
      return 'congestion';
  }
}
