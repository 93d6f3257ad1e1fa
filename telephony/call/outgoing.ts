import { randomUUID } from 'node:crypto';
import { codeOf } from '../../errors.ts';
import type { CallEnd } from '../../events.ts';
import type { Logger } from '../../log.ts';
import { Call } from './call.ts';
import type { CallFacts, CallParts } from './call-parts.ts';
import { dial, NotReached } from './dial.ts';
import { CallOver } from './ended.ts';

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
 * @returns the answered call in its room, ready for a flow, or why nobody was reached (its end is written already), and whether that may
 *   be the carrier's refusal: nothing rang. Of one who was reached, but has hung up again at once or got no room, the call is over before its flow begins.
 * @param signal stops the ringing; a `CallOver` as its reason says why, else it is a shutdown
 * @throws the signal's reason, or what went wrong on our side before anybody was reached.
 */
export async function callOut(
  outgoing: OutgoingCall,
  parts: CallParts,
  signal: AbortSignal,
  callId = outgoingCallId(parts.node.name),
): Promise<{ call: Call } | { unreached: CallEnd['reason']; byCarrier: boolean }> {
  const call = new Call({ ...outgoing, id: callId, direction: 'out', arrivedAt: new Date() }, parts);
  call.step({ kind: 'arrived', hotline: outgoing.hotline, number: outgoing.number, direction: 'out' });
  try {
    await dial(parts.node, { ...outgoing, channelId: callId, purpose: 'outgoing' }, signal);
  } catch (error) {
    call.result = 'unreached';
    const reason =
      error instanceof NotReached ? error.reason : signal.aborted ? whyStopped(signal) : 'congestion';
    await call.finish(reason, { instead: true });
    if (error instanceof NotReached) return { unreached: reason, byCarrier: error.byCarrier };
    throw error;
  }
  // From here on somebody was reached, whatever becomes of the room.
  call.answered = true;
  call.step({ kind: 'answered' });
  await openRoomOf(call, parts.log);
  return { call };
}

/** Who stops it says why by a `CallOver`; without one it is the end of all calls. */
function whyStopped({ reason }: AbortSignal): CallEnd['reason'] {
  return reason instanceof CallOver ? reason.end.reason : 'shutdown';
}

/**
 * Who hangs up in the moment in which he picks up has ended his call. For whom there is no room, by a fault of ours, there is no talk either:
 * he was reached all the same, and is not to be called again and again for it.
 */
async function openRoomOf(call: Call, log: Logger): Promise<void> {
  try {
    await call.openRoom();
  } catch (error) {
    await call.lookWhetherGone();
    if (call.endReason === 'caller-hung-up') return;
    log.error({ err: error, callId: call.id }, 'there is no room for one who has picked up');
    call.result = 'failed';
    // Its end is written by whoever leads it: nothing stands after that.
    call.over(codeOf(error) === 'ari.down' ? 'asterisk-lost' : 'bug');
  }
}
