import type { CallbackRow } from '../../../db/queries/callbacks.ts';
import { type OutgoingRules, refusalOf } from '../../../housing/destinations.ts';
import type { Callback } from '../../contract/shapes.ts';

/** @param company whom its people may call */
export function presentCallback(callback: CallbackRow, company: OutgoingRules): Callback {
  return {
    id: callback.id,
    callId: callback.callId,
    number: callback.number,
    hotline: callback.hotline,
    why: callback.why,
    promisedAt: callback.promisedAt.toISOString(),
    doneAt: callback.doneAt?.toISOString() ?? null,
    messageMs: callback.messageMs,
    refusal: refusalOf(callback.number, company),
  };
}
