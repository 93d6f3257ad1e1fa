import type { AttemptOutcome, CallEnd } from '../../events.ts';

const outcomes: Partial<Record<CallEnd['reason'], AttemptOutcome>> = {
  busy: 'busy',
  'no-answer': 'no-answer',
  rejected: 'rejected',
  'no-such-number': 'no-such-number',
  congestion: 'congestion',
};

/** What an attempt that reached nobody came to. */
export function outcomeOf(reason: CallEnd['reason']): AttemptOutcome {
  return outcomes[reason] ?? 'failed';
}

/**
 * Whether the number is tried once more: where the resident may well be reached later, and only so often. Who rejected,
 * hung up or asked not to be called is left in peace; a number that does not exist stays so.
 */
export function triesAgain(outcome: AttemptOutcome, tryNumber: number, tries: number): boolean {
  return (outcome === 'busy' || outcome === 'no-answer' || outcome === 'congestion') && tryNumber < tries;
}
