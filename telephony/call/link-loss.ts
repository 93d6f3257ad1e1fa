import { codeOf } from '../../errors.ts';
import type { AsteriskNode } from '../asterisk/node.ts';
import { waitFor } from './waiting.ts';

/** A request may fail before the link is known to be lost: so soon it is tried again. */
const againMs = 100;

/**
 * Has Asterisk do what it is to do in any case: where the link is lost before that is known to be done, it is done once more when it is
 * back, so it may be done twice. An Asterisk that stands still does late what it was asked: it is asked once more where it has not
 * answered in time, and by when that is late, too, the link is given up (`link-heartbeat.ts`), or only this one thing cannot be done.
 * @throws the signal's reason, `ari.timeout` for that, and whatever else it fails with
 */
export async function throughLinkLoss<T>(
  node: AsteriskNode,
  does: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  let wasLate = false;
  while (true) {
    try {
      return await does();
    } catch (error) {
      const code = codeOf(error);
      const isLate: boolean = code === 'ari.timeout' && !wasLate;
      if (code !== 'ari.down' && !isLate) throw error;
      signal?.throwIfAborted();
      wasLate = isLate;
      if (code === 'ari.down') await linkIsBack(node, signal);
    }
  }
}

/** After a request that failed since the link is down: until it is up. @throws the signal's reason */
export async function linkIsBack(node: AsteriskNode, signal?: AbortSignal): Promise<void> {
  if (node.state === 'up') await waitFor(() => () => undefined, { signal, limitMs: againMs });
  await node.whenUp(signal);
}
