import { type DeskState, onTelephone } from '../../state/contract.ts';

/** Who waits on the telephone now; who is to be called back has hung up, and may do so for an hour. */
export function lineNow(queues: DeskState['queues'], nowMs: number) {
  const waiting = onTelephone(queues.flatMap((queue) => queue.waiting));
  return {
    waiting: waiting.length,
    emergencies: waiting.filter(({ emergency }) => emergency).length,
    /** How long waits who waits longest; null of none. */
    longestMs:
      waiting.length > 0 ? Math.max(0, ...waiting.map(({ since }) => nowMs - Date.parse(since))) : null,
  };
}

/** How many wait on the telephone in one queue now. */
export function waitingNow(queues: DeskState['queues'], id: string): number {
  return onTelephone(queues.find((queue) => queue.id === id)?.waiting ?? []).length;
}

/**
 * Of those who wanted a person today, whom one answered within 20 s: who gave up waiting was not, so the footer and the wall beside it
 * do not say two things. Null while there was nobody.
 */
export function answeredSoon({ answered, abandoned, within20s }: DeskState['today']): number | null {
  const wanted = answered + abandoned;
  return wanted > 0 ? within20s / wanted : null;
}
