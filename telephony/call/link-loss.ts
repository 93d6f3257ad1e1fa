import { codeOf } from '../../errors.ts';
import type { AsteriskNode } from '../asterisk/node.ts';
import { waitFor } from './waiting.ts';

/** A request may fail before the link is known to be lost: so soon it is tried again. */
const againMs = 100;

/**
 * Has Asterisk do what it is to do in any case: where the link is lost before that is known to be done, it is done once more when it is
 * back, so it may be done twice. @throws the signal's reason, and whatever else it fails with
 */
export async function throughLinkLoss<T>(
  node: AsteriskNode,
  does: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  while (true) {
    try {
      return await does();
    } catch (error) {
      if (codeOf(error) !== 'ari.down') throw error;
      await linkIsBack(node, signal);
    }
  }
}

/** After a request that failed since the link is down: until it is up. @throws the signal's reason */
export async function linkIsBack(node: AsteriskNode, signal?: AbortSignal): Promise<void> {
  if (node.state === 'up') await waitFor(() => () => undefined, { signal, limitMs: againMs });
  await node.whenUp(signal);
}
