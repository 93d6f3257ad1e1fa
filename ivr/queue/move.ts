import { HolosError } from '../../errors.ts';
import type { MoveTo, QueuedCall } from '../../events.ts';
import type { Operators } from './operators.ts';
import type { KeptFor } from './order.ts';
import type { Place } from './place.ts';
import type { Rulebook } from './rulebook.ts';

/** So long a busy operator is kept for a caller who was sent to him; then the caller stands in the line as before. */
const keptForMs = 120_000;

/** Where a supervisor has sent a caller, besides his queue. */
export interface SentTo {
  firstAtMs: number | undefined;
  keptFor: KeptFor | undefined;
}

/** He stands by the time since when he waits. */
export const nowhere: SentTo = { firstAtMs: undefined, keptFor: undefined };

/** Where he stands who was sent to another place at this time, as the log tells it, too. */
export function sentTo(to: MoveTo, atMs: number, before: SentTo): SentTo {
  if ('queue' in to) return nowhere;
  if ('first' in to) return { ...nowhere, firstAtMs: atMs };
  return { ...before, keptFor: { operatorId: to.operatorId, untilMs: atMs + keptForMs } };
}

/**
 * Sends a waiting caller to another place: to a queue, where he stands by the time since when he waits; to the head of the
 * line; or to an operator, who is offered him next. What rings for him meanwhile is taken back. Somebody looks after him from
 * now on: he is not told that nobody is there.
 * @throws HolosError `queue.unknown`, `operator.no-desk`; `operator.not-taking` for one who is away until he says otherwise
 */
export function sendTo(
  place: Place,
  to: MoveTo,
  { operators, rulebook }: { operators: Operators; rulebook: Pick<Rulebook, 'ofCompany'> },
): void {
  if ('queue' in to) {
    rulebook.ofCompany(to.queue);
    if (place.queue !== to.queue) place.takeBackOffers();
    place.queue = to.queue;
  }
  if ('operatorId' in to) {
    const { operatorId } = to;
    if (operators.of(operatorId).state === 'offline')
      throw new HolosError('operator.no-desk', 'This operator has no desk open.', { operatorId });
    if (!operators.isSoonFree(operatorId))
      throw new HolosError('operator.not-taking', 'This operator takes no calls now.', { operatorId });
    if (!place.offeredTo.has(operatorId)) place.takeBackOffers();
    place.refusedAtMs.delete(operatorId);
  }
  const { firstAtMs, keptFor } = sentTo(to, Date.now(), place);
  Object.assign(place, { firstAtMs, keptFor, patient: true });
}

/** How a supervisor has sent this caller, as the desks show it. */
export function sentOf({ firstAtMs, keptFor }: SentTo) {
  return {
    first: firstAtMs !== undefined,
    keptFor: keptFor ? { operatorId: keptFor.operatorId, until: new Date(keptFor.untilMs) } : null,
  } satisfies Pick<QueuedCall, 'first' | 'keptFor'>;
}
