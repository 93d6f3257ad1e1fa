import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { type AriDoor, sendAri } from './link-ari-http.ts';
import type { AriSocket } from './link-ari-socket.ts';
import { AriError } from './link-errors.ts';

const usualBeatMs = 1000;
const answerLimitMs = 3500;
const mostSilentBeats = 4;

/**
 * Watches that Asterisk lives, both on HTTP and on the socket, until one of them was silent for four beats: a frozen process
 * keeps its connections open, so nothing else would tell. Beats are counted, not time: nobody was asked while this process stood still,
 * and what the machine's clock is set to says nothing.
 * @throws AriError `ari.timeout`; or the signal's reason
 */
export async function watchHeartbeat(
  door: AriDoor,
  socket: Pick<AriSocket, 'ping' | 'heard'>,
  signal: AbortSignal,
  beatMs = usualBeatMs,
): Promise<never> {
  const ping = {
    method: 'GET',
    path: '/ari/asterisk/ping',
    name: 'asterisk.ping',
    limitMs: answerLimitMs,
    signal,
  };
  let answers = 0;
  let fault: unknown;
  const http = new Silence(() => answers);
  const events = new Silence(() => socket.heard);
  for (;;) {
    socket.ping();
    sendAri(door, ping).then(
      () => {
        answers += 1;
      },
      (error: unknown) => {
        fault = error;
      },
    );
    await pause(beatMs, undefined, { signal });
    // When it was this process that stood still, the answers wait to be read: they count.
    await nextTurn();
    signal.throwIfAborted();
    const silentBeats = Math.max(http.afterBeat(), events.afterBeat());
    if (silentBeats >= mostSilentBeats) {
      const text = `Asterisk gives no sign of life for ${silentBeats} beats of ${beatMs} ms.`;
      throw new AriError('ari.timeout', text, 0, { silentBeats }, fault);
    }
  }
}

/** For how many beats nothing has come. */
class Silence {
  readonly #heard: () => number;
  #before: number;
  #beats = 0;

  constructor(heard: () => number) {
    this.#heard = heard;
    this.#before = heard();
  }

  afterBeat(): number {
    const now = this.#heard();
    this.#beats = now > this.#before ? 0 : this.#beats + 1;
    this.#before = now;
    return this.#beats;
  }
}
