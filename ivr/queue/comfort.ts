import type { Call } from '../../telephony/call/call.ts';
import { throughLinkLoss } from '../../telephony/call/link-loss.ts';

/** Whether a caller whose operator is lost has nobody else to talk to, and whoever tells that this may have changed. */
export interface Company {
  isAlone: () => boolean;
  /** @returns how to listen no more */
  onChanged: (listener: () => void) => () => void;
}

/** Stops it; told where it has failed. */
interface Comfort {
  stop: () => Promise<void>;
}

/** As long as the caller is alone he hears that the operator is coming back, then music; until stopped or until `limit`. */
export function comfort(call: Call, { isAlone, onChanged }: Company, limit: AbortSignal): Comfort {
  let comforting: Comfort | null = null;
  let quiet: Promise<void> = Promise.resolve();
  const look = () => {
    if (isAlone() && !limit.aborted) comforting ??= says(call, quiet, limit);
    else if (comforting) {
      quiet = comforting.stop();
      comforting = null;
      // It is told where all of it is stopped, which may be later.
      quiet.catch(() => undefined);
    }
  };
  const stopLooking = onChanged(look);
  look();
  return {
    stop: () => {
      stopLooking();
      return comforting?.stop() ?? quiet;
    },
  };
}

/** @param after when nothing of the time before is heard any more */
function says(call: Call, after: Promise<void>, limit: AbortSignal): Comfort {
  const back = new AbortController();
  const speaks = async () => {
    await after;
    if (back.signal.aborted || limit.aborted) return;
    await call.music(false);
    await call.sayUntil(AbortSignal.any([back.signal, limit]), 'operator.returning');
    if (!back.signal.aborted && !limit.aborted) await call.music(true);
  };
  const speaking = throughLinkLoss(call.node, speaks, call.signal);
  // A caller who hangs up in the middle ends the talk elsewhere; here it only means that nobody listens.
  const quiet = speaking.catch((error) => {
    if (!call.signal.aborted) throw error;
  });
  // It is told where it is stopped, which may be later.
  quiet.catch(() => undefined);
  return {
    stop: async () => {
      back.abort();
      await quiet;
      if (!call.signal.aborted) await call.music(false);
    },
  };
}
