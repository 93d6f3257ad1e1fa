import type { QueuedCall } from '../../events.ts';
import type { KeptPlace } from './kept-place.ts';
import { sentOf } from './move.ts';
import { inOrder, type RulesOf } from './order.ts';
import type { Place } from './place.ts';

/** A place in the line: of one who waits on the telephone, or of one who is called back. */
export type AnyPlace = Place | KeptPlace;

/** The queues that somebody waits in. */
export function queuesOf(places: readonly AnyPlace[]): string[] {
  return [...new Set(places.map((place) => place.queue))];
}

/** Who waits in a queue, in the order of the line: as the desks show it. */
export function queuedIn(queue: string, places: readonly AnyPlace[], rulesOf: RulesOf): QueuedCall[] {
  const here = places.filter((place) => place.queue === queue);
  return inOrder(here, rulesOf).map((place) => ({
    callId: place.callId,
    since: new Date(place.waitsSinceMs),
    emergency: place.emergency,
    callback: place.kind === 'kept' ? { id: place.callbackId, number: place.number } : null,
    ...sentOf(place),
  }));
}
