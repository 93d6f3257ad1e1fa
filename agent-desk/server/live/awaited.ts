import type { StepKind } from '../../../events.ts';

/** Whether a caller waits for an operator, and whether one has answered him before. */
export interface Awaited {
  waits: boolean;
  answered: boolean;
}

export const notAwaited: Awaited = { waits: false, answered: false };

/** After one more step of his call: the rule of db/queries/visits-of-call.ts, where the queues are not told apart. */
export function awaitedAfter(
  before: Awaited,
  { kind, flow, how }: { kind: StepKind | string; flow?: unknown; how?: unknown },
): Awaited {
  const outside = (kind === 'outside' || kind === 'duty') && how === 'connected';
  if (outside || kind === 'callback-promised' || (kind === 'flow' && flow === 'mainMenu'))
    return { ...before, waits: false };
  if (kind === 'waiting') return { ...before, waits: true };
  return kind === 'connected' ? { ...before, answered: before.answered || before.waits } : before;
}

/** Whether who picks up now is the first to answer a caller who waits. */
export function isFirstAnswer({ waits, answered }: Awaited): boolean {
  return waits && !answered;
}
