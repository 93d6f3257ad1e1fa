/** Somebody whom Asterisk did not let in by SIP. */
export interface Refusal {
  /** Asterisk's name of it: `InvalidAccountID` (unknown), `InvalidPassword`, `ChallengeResponseFailed`, `FailedACL` … */
  readonly kind: string;
  readonly address: string;
}

/** Security events that refuse nobody: somebody was asked for a password, or gave the right one. */
const harmless = new Set(['SuccessfulAuth', 'ChallengeSent']);

/** The refusal that an AMI security event tells of, if it is one of SIP. */
export function readRefusal(event: Readonly<Record<string, string>>): Refusal | undefined {
  const { event: kind, service, remoteaddress } = event;
  if (kind === undefined || service !== 'PJSIP' || harmless.has(kind)) return undefined;
  // IPV4/UDP/127.0.0.5/5060
  return { kind, address: remoteaddress?.split('/')[2] ?? '' };
}
