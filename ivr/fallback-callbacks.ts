import type { Company } from '../config/company.ts';
import { type CallbackRow, fallbackKey, type NewCallback } from '../db/queries/callbacks.ts';
import type { Bus } from '../events.ts';
import type { Logger } from '../log.ts';
import { untilDone } from '../telephony/asterisk/backoff.ts';
import { type FallbackCall, takeFallbackCalls } from '../telephony/asterisk/fallback-calls.ts';
import type { AsteriskNode } from '../telephony/asterisk/node.ts';
import { callBackNumber } from './call-back-number.ts';

export interface FallbackParts {
  node: Pick<AsteriskNode, 'name' | 'ami' | 'onState'>;
  company: Company;
  /** Any form a trunk writes to E.164, or null. */
  normalise: (written: string) => string | null;
  promise: (callback: NewCallback) => Promise<Pick<CallbackRow, 'id'>>;
  bus: Pick<Bus, 'emit'>;
  log: Logger;
}

/**
 * Takes over the callers whom the dialplan's spoken fallback promised a call back while no controller was there: whenever the
 * node comes up, and again and again until the database has taken them. Until then Asterisk keeps them.
 * @returns how to end it
 */
export function takeOverFallbackCalls(parts: FallbackParts): () => void {
  const stop = new AbortController();
  let trying: AbortController | undefined;
  const stopWatching = parts.node.onState((state) => {
    // What could not be asked of a node that is down is asked when it is up again.
    trying?.abort();
    if (state !== 'up') return;
    trying = new AbortController();
    void untilDone(
      () => takeFallbackCalls(parts.node, (call) => promiseCallTo(call, parts)),
      (error) => parts.log.error({ err: error }, 'callers of the fallback are not taken over yet'),
      AbortSignal.any([stop.signal, trying.signal]),
    );
  });
  return () => {
    stopWatching();
    stop.abort();
    trying?.abort();
  };
}

async function promiseCallTo(
  { number: written, dialled, at }: FallbackCall,
  { node, company, normalise, promise, bus, log }: FallbackParts,
): Promise<void> {
  const number = callBackNumber({ number: normalise(written) }, { company });
  if (number === null) {
    // Asterisk could not tell, and has promised it: that nobody can keep it, or may, is to be found out.
    log.warn({ person: { number: written }, dialled, at }, 'a caller of the fallback cannot be called back');
    return;
  }
  const hotline = company.hotlines.find((one) => one.numbers.includes(dialled))?.id ?? dialled;
  const callId = fallbackKey(node.name, at, number);
  const { id } = await promise({ callId, number, hotline, why: 'no-controller', promisedAt: at });
  // No call of this controller's tells of it: only the list of call backs does.
  bus.emit('callback', { callbackId: id });
}
