import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { type AriDoor, sendAri } from './link-ari-http.ts';
import type { AriSocket } from './link-ari-socket.ts';
import { AriError } from './link-errors.ts';

const beatMs = 1000;
const answerLimitMs = 3500;
const longestSilenceMs = 3900;

/**
 * Watches that Asterisk lives, both on HTTP and on the socket, until one of them was silent for 3.9 s: a frozen process
 * keeps its connections open, so nothing else would tell.
 * @throws AriError `ari.timeout`; or the signal's reason
 */
export async function watchHeartbeat(door: AriDoor, socket: AriSocket, signal: AbortSignal): Promise<never> {
  const ping = {
    method: 'GET',
    path: '/ari/asterisk/ping',
    name: 'asterisk.ping',
    limitMs: answerLimitMs,
    signal,
  };
  let answeredAt = Date.now();
  let fault: unknown;
  for (;;) {
    socket.ping();
    sendAri(door, ping).then(
      () => {
        answeredAt = Date.now();
      },
      (error: unknown) => {
        fault = error;
      },
    );
    await pause(beatMs, undefined, { signal });
    // When it was this process that stood still, the answers wait to be read: they count.
    await nextTurn();
    signal.throwIfAborted();
    const silentMs = Date.now() - Math.min(answeredAt, socket.heardAt);
    if (silentMs > longestSilenceMs) {
      throw new AriError(
        'ari.timeout',
        `Asterisk gives no sign of life for ${silentMs} ms.`,
        0,
        { silentMs },
        fault,
      );
    }
  }
}
