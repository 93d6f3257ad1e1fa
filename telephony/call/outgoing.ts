import { randomUUID } from 'node:crypto';
import type { CallEnd } from '../../events.ts';
import { Call } from './call.ts';
import type { CallFacts, CallParts } from './call-parts.ts';
import { dial, NotReached } from './dial.ts';

export interface OutgoingCall extends Pick<CallFacts, 'hotline' | 'language'> {
  /** E.164, with plus. */
  number: string;
  endpoint: string;
  callerNumber: string;
  ringMs: number;
}

/** An id for a call that we make: it begins with the node's name, as Asterisk's own ids do. */
export function outgoingCallId(node: string): string {
  return `${node}-out-${randomUUID()}`;
}

/**
 * Calls a resident. The call is logged from the first ring; `started` is told its id before anything rings, so that an
 * attempt is written down before it is made.
 * @returns the answered call in its room, ready for a flow, or why nobody was reached (its end is written already).
 * @throws the signal's reason.
 */
export async function callOut(
  outgoing: OutgoingCall,
  parts: CallParts,
  signal: AbortSignal,
  callId = outgoingCallId(parts.node.name),
): Promise<{ call: Call } | { unreached: CallEnd['reason'] }> {
  const call = new Call({ ...outgoing, id: callId, direction: 'out', arrivedAt: new Date() }, parts);
  call.step({ kind: 'arrived', hotline: outgoing.hotline, number: outgoing.number, direction: 'out' });
  try {
    await dial(parts.node, { ...outgoing, channelId: callId, purpose: 'outgoing' }, signal);
    await call.openRoom();
  } catch (error) {
    call.result = 'unreached';
    const reason = error instanceof NotReached ? error.reason : signal.aborted ? 'shutdown' : 'congestion';
    await call.finish(reason, { instead: true });
    if (error instanceof NotReached) return { unreached: reason };
    throw error;
  }
  call.answered = true;
  call.step({ kind: 'answered' });
  return { call };
}
