import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { codeOf } from '../../errors.ts';
import { type AriDoor, sendAri } from './link-ari-http.ts';
import type { AriSocket } from './link-ari-socket.ts';
import { AriError } from './link-errors.ts';

const usualBeatMs = 1000;
const answerLimitMs = 3500;
const mostSilentBeats = 3;

/**
 * Watches that Asterisk lives, and that its events come: each beat asks by HTTP for an event of our own (ARI's user event), which comes
 * by the socket. A link of which either is silent for three beats after the one in which it was heard last is of no use: a frozen process
 * keeps its connections open, and one that has lost our application (docs/decisions/040) answers everything and tells nothing. Beats
 * are counted, not time: nobody was asked while this process stood still, and what the machine's clock is set to says nothing.
 * @param socket by which events come; any message counts, for where there are many ours may have to wait
 * @throws AriError `ari.timeout`; `ari.not-found` where Asterisk does not know our application any more; or the signal's reason
 */
export async function watchHeartbeat(
  door: AriDoor,
  application: string,
  socket: Pick<AriSocket, 'heard'>,
  signal: AbortSignal,
  beatMs = usualBeatMs,
): Promise<never> {
  const path = `/ari/events/user/heartbeat?application=${encodeURIComponent(application)}`;
  const beat = { method: 'POST', path, name: 'events.userEvent', limitMs: answerLimitMs, signal };
  let answers = 0;
  let fault: unknown;
  const http = new Silence(() => answers);
  const events = new Silence(() => socket.heard);
  for (;;) {
    sendAri(door, beat).then(
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
    if (codeOf(fault) === 'ari.not-found') throw fault;
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
