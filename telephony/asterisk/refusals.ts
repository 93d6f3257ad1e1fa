/** Somebody whom Asterisk did not let in by SIP. */
export interface Refusal {
  /** `Stranger`, or Asterisk's name of it: `InvalidPassword`, `ChallengeResponseFailed`, `FailedACL` … */
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
  // IPV4/UDP/127.0.0.5/5060
  return { kind: kind === 'ChallengeSent' ? 'Stranger' : kind, address: remoteaddress?.split('/')[2] ?? '' };
}
