import type { DeskState } from '../../state/contract.ts';

/** Who waits on the telephone now; who is to be called back has hung up, and may do so for an hour. */
export function lineNow(queues: DeskState['queues'], nowMs: number) {
  const waiting = queues.flatMap((queue) => queue.waiting).filter(({ callback }) => !callback);
  return {
    waiting: waiting.length,
    emergencies: waiting.filter(({ emergency }) => emergency).length,
    /** How long waits who waits longest; null of none. */
    longestMs:
      waiting.length > 0 ? Math.max(0, ...waiting.map(({ since }) => nowMs - Date.parse(since))) : null,
  };
}
