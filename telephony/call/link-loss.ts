import { codeOf } from '../../errors.ts';
import type { AsteriskNode } from '../asterisk/node.ts';

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
      await node.whenUp(signal);
    }
  }
}
