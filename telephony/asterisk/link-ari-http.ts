import http from 'node:http';
import { AriError, ariCodeOf } from './link-errors.ts';

/** Where one Asterisk's ARI is, and as whom it is used. Its connections are kept open: a new one each time costs more than the answer. */
export interface AriDoor {
  readonly origin: string;
  readonly user: string;
  readonly password: string;
  readonly agent: http.Agent;
}

export interface AriRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly body?: string;
  /** What is being done, for the error's text, e.g. `channels.play`. */
  readonly name: string;
  readonly limitMs: number;
  readonly signal?: AbortSignal;
}

export function openDoor(address: string, port: number, user: string, password: string): AriDoor {
  // An idle connection is let go long before Asterisk would do so, so a request never meets one that is just closing.
  const agent = new http.Agent({
    keepAlive: true,
    maxSockets: 64,
    maxFreeSockets: 16,
    scheduling: 'lifo',
    timeout: 20_000,
  });
  return { origin: `http://${address}:${port}`, user, password, agent };
}

/**
 * Sends one request and gives the answer's JSON, or undefined when it is empty.
 * @throws AriError, always: by HTTP status, `ari.timeout` after `limitMs`, `ari.down` when there is no connection or the
 *   signal fires, `ari.failed` when the answer is not JSON.
 */
export function sendAri(door: AriDoor, request: AriRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const { name, signal, body } = request;
    const headers: http.OutgoingHttpHeaders = { accept: 'application/json' };
    if (body !== undefined) {
      headers['content-type'] = 'application/json';
      headers['content-length'] = Buffer.byteLength(body);
    }
    const outgoing = http.request(door.origin + request.path, {
      method: request.method,
      agent: door.agent,
      auth: `${door.user}:${door.password}`,
      headers,
    });
    const end = (error: AriError) => {
      clearTimeout(limit);
      signal?.removeEventListener('abort', abort);
      outgoing.destroy();
      reject(error);
    };
    const limit = setTimeout(
      () => end(new AriError('ari.timeout', `Asterisk did not answer ${name} within ${request.limitMs} ms.`)),
      request.limitMs,
    );
    const abort = () =>
      end(new AriError('ari.down', `The link to Asterisk dropped during ${name}.`, 0, {}, signal?.reason));
    const fail = (cause: unknown) =>
      end(new AriError('ari.down', `Asterisk cannot be reached for ${name}.`, 0, {}, cause));
    outgoing.on('error', fail);
    outgoing.on('response', (incoming) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.on('error', fail);
      incoming.on('end', () => {
        clearTimeout(limit);
        signal?.removeEventListener('abort', abort);
        try {
          resolve(readAnswer(name, incoming.statusCode ?? 0, Buffer.concat(parts).toString('utf8')));
        } catch (error) {
          reject(error);
        }
      });
    });
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
    outgoing.end(body);
  });
}

function readAnswer(name: string, status: number, text: string): unknown {
  if (status < 200 || status > 299) {
    throw new AriError(ariCodeOf(status), `Asterisk answered ${status} to ${name}.`, status, {
      answer: text.slice(0, 500),
    });
  }
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new AriError(
      'ari.failed',
      `Asterisk's answer to ${name} is not JSON.`,
      status,
      { answer: text.slice(0, 200) },
      error,
    );
  }
}
