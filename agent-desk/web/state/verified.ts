import type { Resident, Step } from './contract.ts';

/** Whose account the caller has shown to be his in this call, and how; null when he has shown none. */
export function verifiedIn(steps: Step[]): { accountId: number; by: 'pin' | 'account' } | null {
  const step = steps.findLast(({ kind }) => kind === 'verified');
  if (typeof step?.accountId !== 'number') return null;
  return { accountId: step.accountId, by: step.by === 'pin' ? 'pin' : 'account' };
}

/** How sure it is that the caller is this resident, as the name of a text; null: nothing was shown in this call. */
export function proofOf(
  resident: Resident,
  steps: Step[],
): 'who.verified.pin' | 'who.verified.account' | 'who.verified.other' | null {
  const verified = verifiedIn(steps);
  if (!verified) return null;
  if (verified.accountId !== resident.account.id) return 'who.verified.other';
  return `who.verified.${verified.by}`;
}
