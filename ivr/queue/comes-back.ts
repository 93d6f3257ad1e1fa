import type { LeftState } from '../../db/queries/operator-events.ts';
import type { Word } from './afterwards.ts';
import type { PresenceEvent } from './presence-table.ts';

/** A desk that was away longer than this, while the controller was started anew, is one whose operator may have gone, too. */
export const soonBackMs = 60_000;

/**
 * How an operator comes back whose desk has been open all the time, to a controller that was started anew: into the state in which the
 * one before has left him. What he was busy with is over, or was taken up already. Null: he stays off the floor.
 */
export function comesBack({ state, afterwards, reason, setBy }: LeftState): [PresenceEvent, Word] | null {
  if (state === 'talking' || state === 'wrap-up') return ['wraps-up-again', {}];
  const { to, ...why } = afterwards ?? { to: state, reason, setBy };
  if (to === 'offline') return null;
  if (to === 'paused') return ['opened', { reason: why.reason, by: why.setBy }];
  return [to === 'missed' ? 'missed-again' : 'ready-again', {}];
}
