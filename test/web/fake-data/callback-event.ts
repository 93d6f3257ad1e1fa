import type { DeskEvent, DeskState } from '../../../agent-desk/contract/live.ts';
import type { Callback } from '../../../agent-desk/contract/shapes.ts';

/** A call back is on the list from now on, is another, or is done; none stands on it that the desk does not show. */
export function callbackEvent({ callbacks }: Pick<DeskState, 'callbacks'>, callback: Callback): DeskEvent {
  const others = callbacks.filter(({ id }) => id !== callback.id);
  const open = [...others, callback].filter(({ doneAt }) => doneAt === null);
  const abandoned = open.filter(({ why }) => why === 'abandoned').length;
  return { type: 'callback', callback, open: { promised: open.length - abandoned, abandoned } };
}
