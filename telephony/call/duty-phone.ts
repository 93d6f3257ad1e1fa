import type { AsteriskNode } from '../asterisk/node.ts';
import { type Dialling, dial } from './dial.ts';
import { Telephone } from './leg.ts';

/**
 * Rings a telephone outside of Holos for a call: that of the person on duty. Its id names the call, so that the two talk on when
 * the controller begins again.
 * @throws NotReached, or the signal's reason.
 */
export async function ringDutyPhone(
  node: AsteriskNode,
  dialling: Omit<Dialling, 'channelId' | 'purpose'> & { callId: string },
  signal: AbortSignal,
): Promise<Telephone> {
  const channelId = `${node.name}-duty-${Date.now().toString(36)}-${dialling.callId}`;
  await dial(node, { ...dialling, channelId, purpose: 'duty' }, signal);
  return new Telephone(node, channelId);
}

/** For which call a channel was rung, or null when it is no telephone of a person on duty. */
export function readDutyPhoneId(channelId: string): string | null {
  return /^[a-z0-9]+-duty-[a-z0-9]+-(.+)$/.exec(channelId)?.[1] ?? null;
}
