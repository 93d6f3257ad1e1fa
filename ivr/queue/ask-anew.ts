import type { Logger } from '../../log.ts';
import { askPhone } from '../../telephony/asterisk/operator-phone.ts';
import type { Call } from '../../telephony/call/call.ts';

/**
 * A phone that was not there for a while, or that Asterisk took for that while it stood still itself, must have answered before it can
 * be rung: it is asked now, without waiting for its turn. Never fails.
 */
export async function askAnew(
  { node, id: callId }: Pick<Call, 'id' | 'node'>,
  endpoint: string,
  log: Logger,
): Promise<void> {
  try {
    await askPhone(node, endpoint);
  } catch (error) {
    log.warn({ err: error, callId, endpoint }, 'a phone could not be asked whether it is there');
  }
}
