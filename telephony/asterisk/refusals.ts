import { timeLimit } from '../../time-limit.ts';

/** Somebody whom Asterisk did not let in by SIP. */
export interface Refusal {
  /** `Stranger`, `Unanswered`, or Asterisk's name of it: `InvalidPassword`, `ChallengeResponseFailed`, `FailedACL` … */
  readonly kind: string;
  readonly address: string;
}

/**
 * Security events that are no refusal of their own: somebody gave the right password; or a stranger, who has been counted by
 * the challenge already (Asterisk tells of an `InvalidAccountID` only from an address' second request on).
 */
const harmless = new Set(['SuccessfulAuth', 'InvalidAccountID']);

/** What Asterisk calls one who is neither the carrier nor a phone that it knows. */
const stranger = '<unknown>';

/** The refusal that an AMI security event tells of, if it is one of SIP. */
export function readRefusal(event: Readonly<Record<string, string>>): Refusal | undefined {
  const { event: kind, service, remoteaddress, accountid } = event;
  if (kind === undefined || service !== 'PJSIP' || harmless.has(kind)) return undefined;
  // Phones are challenged, too, and answer; a stranger is challenged to be refused like everybody.
  if (kind === 'ChallengeSent' && accountid !== stranger) return undefined;
  return { kind: kind === 'ChallengeSent' ? 'Stranger' : kind, address: addressOf(remoteaddress) };
}

/** IPV4/UDP/127.0.0.5/5060 */
function addressOf(remote: string | undefined): string {
  return remote?.split('/')[2] ?? '';
}

/** A phone answers a challenge at once; one that has not by then is somebody who only calls himself so. */
export const answerLimitMs = 5_000;
/** So many challenges are waited for at once; past it one counts as unanswered when it is sent. */
const mostWaiting = 10_000;

/** Hears AMI's security events, and tells of those who were not let in: also of one who calls himself a phone and never shows its password. */
export class Refusals {
  readonly #tell: (refusal: Refusal) => void;
  /** How to stop waiting for the answers to challenges of phones that are known, by the Call-ID of the request. */
  readonly #waiting = new Map<string, () => void>();

  constructor(tell: (refusal: Refusal) => void) {
    this.#tell = tell;
  }

  hear(event: Readonly<Record<string, string>>): void {
    const refusal = readRefusal(event);
    const { event: kind, service, sessionid = '' } = event;
    if (service === 'PJSIP' && kind !== 'ChallengeSent') this.#forget(sessionid);
    if (refusal) this.#tell(refusal);
    else if (service === 'PJSIP' && kind === 'ChallengeSent')
      this.#challenged(sessionid, event.remoteaddress);
  }

  close(): void {
    for (const sessionId of [...this.#waiting.keys()]) this.#forget(sessionId);
  }

  #challenged(sessionId: string, remote: string | undefined): void {
    if (this.#waiting.has(sessionId)) return;
    const unanswered = () => {
      this.#waiting.delete(sessionId);
      this.#tell({ kind: 'Unanswered', address: addressOf(remote) });
    };
    if (this.#waiting.size >= mostWaiting) unanswered();
    else this.#waiting.set(sessionId, timeLimit(answerLimitMs, unanswered));
  }

  #forget(sessionId: string): void {
    this.#waiting.get(sessionId)?.();
    this.#waiting.delete(sessionId);
  }
}
