import type { CallbackRow } from '../../../db/queries/callbacks.ts';
import type { Callback } from '../../contract/shapes.ts';

export function presentCallback(callback: CallbackRow): Callback {
  return {
    id: callback.id,
    callId: callback.callId,
    number: callback.number,
    hotline: callback.hotline,
    why: callback.why,
    promisedAt: callback.promisedAt.toISOString(),
    doneAt: callback.doneAt?.toISOString() ?? null,
    messageMs: callback.messageMs,
  };
}
