import { timeLimit } from '../../time-limit.ts';
import type { AriClient } from './link-ari-client.ts';
import { AriError } from './link-errors.ts';

/** The part of the `ws` package's socket that is used. */
interface WebSocket {
  on(event: 'message', listener: (data: Buffer) => void): void;
  on(event: 'open' | 'close', listener: () => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
  removeAllListeners(event: string): void;
  terminate(): void;
}

/** ARI's stream of events for one application. */
export interface AriSocket {
  /** How many messages have come. */
  readonly heard: number;
  /** Cuts it at once. */
  end(): void;
}

/**
 * Opens ARI's socket by ari-client, then takes it over: ari-client's own reader dies of an event that it does not know or
 * of a message that is not JSON, and its reconnecting gives up after ten tries.
 * @param onMessage told of each message, at once and in order
 * @param onEnd told once when the socket is gone; not after `end()`
 * @throws AriError `ari.down`, `ari.timeout`
 */
export function openSocket(
  client: AriClient,
  application: string,
  limitMs: number,
  onMessage: (text: string) => void,
  onEnd: (reason: AriError) => void,
): Promise<AriSocket> {
  // The promise of start() only tells of the opening, which is heard below; its failure is ours to handle as well.
  void client.start(application);
  const socket = (client as AriClient & { _ws: WebSocket })._ws;
  for (const event of ['message', 'error', 'close', 'pong']) socket.removeAllListeners(event);
  return new Promise((resolve, reject) => {
    let heard = 0;
    let wanted = true;
    const end = () => {
      wanted = false;
      socket.terminate();
    };
    const lost = (reason: AriError) => {
      stopLimit();
      if (!wanted) return;
      end();
      reject(reason);
      onEnd(reason);
    };
    const stopLimit = timeLimit(limitMs, () =>
      lost(new AriError('ari.timeout', `ARI's socket did not open within ${limitMs} ms.`)),
    );
    socket.on('error', (error) => lost(new AriError('ari.down', "ARI's socket failed.", 0, {}, error)));
    socket.on('close', () => lost(new AriError('ari.down', 'Asterisk closed the socket of events.')));
    socket.on('message', (data) => {
      heard += 1;
      if (wanted) onMessage(data.toString('utf8'));
    });
    socket.on('open', () => {
      stopLimit();
      resolve({
        end,
        get heard() {
          return heard;
        },
      });
    });
  });
}
