import { type QueueRules, queueRules } from '../state/contract.ts';

export const overflows = ['none', 'queue', 'reserves', 'number', 'callback'] as const;

/** The rules of a queue as a form holds them; a number that was cleared is null. */
export interface QueueDraft {
  choose: QueueRules['choose'];
  headStartSeconds: number | null;
  languageSeconds: number | null;
  offerSeconds: number | null;
  wrapUpSeconds: number | null;
  callAgainSeconds: number | null;
  overflow: (typeof overflows)[number];
  /** Kept while another overflow is chosen, so that going back finds them. */
  longestWaitSeconds: number | null;
  queue: string;
  number: string;
  percent: number | null;
  withinSeconds: number | null;
}

const usualWaitSeconds = 120;

export function draftOf(rules: QueueRules): QueueDraft {
  const { choose, headStartSeconds, languageSeconds, offerSeconds, wrapUpSeconds } = rules;
  const { overflow, longestWaitSeconds, callAgainSeconds, serviceLevel } = rules;
  return {
    ...{ choose, headStartSeconds, languageSeconds, offerSeconds, wrapUpSeconds },
    ...{ callAgainSeconds, ...serviceLevel },
    overflow: overflows.find((one) => one !== 'none' && overflow?.[one] !== undefined) ?? 'none',
    longestWaitSeconds: longestWaitSeconds ?? usualWaitSeconds,
    queue: overflow?.queue ?? '',
    number: overflow?.number ?? '',
  };
}

/** The rules that a form says; null while they are not whole, or not as the company file takes them. */
export function rulesIn(draft: QueueDraft): QueueRules | null {
  const { choose, headStartSeconds, languageSeconds, offerSeconds, wrapUpSeconds } = draft;
  const waits = draft.overflow !== 'none';
  const said = {
    ...{ choose, headStartSeconds, languageSeconds, offerSeconds, wrapUpSeconds },
    longestWaitSeconds: waits ? draft.longestWaitSeconds : null,
    overflow: waits ? overflowIn(draft) : null,
    callAgainSeconds: draft.callAgainSeconds,
    serviceLevel: { percent: draft.percent, withinSeconds: draft.withinSeconds },
  };
  return queueRules.safeParse(said).data ?? null;
}

function overflowIn({ overflow, queue, number }: QueueDraft): object {
  if (overflow === 'queue') return { queue };
  if (overflow === 'number') return { number: number.replace(/[\s()-]/g, '') };
  return { [overflow]: true };
}

export function sameRules(a: QueueRules, b: QueueRules | null): boolean {
  return b !== null && JSON.stringify(draftOf(a)) === JSON.stringify(draftOf(b));
}
