import type { Call } from '../../telephony/call/call.ts';
import type { IvrFlow, IvrServices } from '../services.ts';

/** Who hung up sooner has misdialled, or did not mean it. */
const shortestWaitMs = 5_000;

/** He stands on the list of those to be called back. Nobody waits here for that. Who was cut off has not left by himself, however soon. */
export function waitedInVain(
  { id: callId, number, hotline, endReason }: Call,
  services: IvrServices,
  { waitsSinceMs }: { waitsSinceMs: number },
): void {
  const hasMisdialled = endReason === 'caller-hung-up' && Date.now() - waitsSinceMs < shortestWaitMs;
  if (number !== null && !hasMisdialled) services.callbacks.gaveUp({ callId, number, hotline });
}

/** Who was to go back to the line that `waiting` is, and has gone before he was with anybody. One who has not waited there yet has not given up. */
export function leftWaiting(call: Call, services: IvrServices, waiting: IvrFlow): void {
  const waitsSinceMs = waiting.given?.waitsSinceMs;
  if (call.signal.aborted && typeof waitsSinceMs === 'number') waitedInVain(call, services, { waitsSinceMs });
}
