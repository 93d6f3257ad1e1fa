import type { Handed } from './sender.ts';

/** How long until the next try, after each that failed; after the last of them the message is given up. */
const pausesMinutes = [1, 5, 15, 60] as const;

/** What becomes of an SMS after a try. @param tries how many there were, this one among them */
export function afterTry(
  tries: number,
  handed: Handed,
  at: Date,
): { state: 'sent' | 'failed' | 'waiting'; notBefore: Date; fault: string | null; at: Date } {
  const { outcome } = handed;
  const fault = handed.said ?? handed.fault;
  if (outcome === 'accepted') return { state: 'sent', notBefore: at, fault: null, at };
  const pause = pausesMinutes[tries - 1];
  if (outcome !== 'failed' || pause === undefined) return { state: 'failed', notBefore: at, fault, at };
  return { state: 'waiting', notBefore: new Date(at.getTime() + pause * 60_000), fault, at };
}
