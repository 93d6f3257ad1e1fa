import type { AttemptOutcome, AttemptState } from '../../events.ts';

/** One try to reach one number. */
export interface Attempt {
  id: number;
  campaignId: number;
  number: string;
  try: number;
  state: AttemptState;
  outcome: AttemptOutcome | null;
  answer: number | null;
  callId: string | null;
}
