import { timeLimit } from '../../time-limit.ts';
import { AriConnection, type HttpAnswer } from './link-ari-connection.ts';
import { AriError, ariCodeOf } from './link-errors.ts';

/** An idle connection is let go long before Asterisk would do so, so a request never meets one that is just closing. */
const idleMs = 20_000;
const mostConnections = 64;

/** Where one Asterisk's ARI is, and as whom it is used. Its connections are kept open: a new one each time costs more than the answer. */
export class AriDoor {
  readonly origin: string;
  readonly user: string;
  readonly password: string;
  /** What stands in the head of every request. */
  readonly head: string;
  readonly #address: string;
  readonly #port: number;
  readonly #idle: { connection: AriConnection; sinceMs: number }[] = [];
  readonly #all = new Set<AriConnection>();
  readonly #held: ((connection: AriConnection) => void)[] = [];

  constructor(address: string, port: number, user: string, password: string) {
    this.origin = `http://${address}:${port}`;
    this.user = user;
    this.password = password;
    this.#address = address;
    this.#port = port;
    const login = Buffer.from(`${user}:${password}`).toString('base64');
    this.head = `Host: ${address}:${port}\r\nAuthorization: Basic ${login}\r\nAccept: application/json\r\n`;
  }

  /** Gives a connection on which nothing is under way, now or as soon as one is free. */
  take(use: (connection: AriConnection) => void): void {
    this.#letGo();
    const idle = this.#idle.pop();
    if (idle) use(idle.connection);
    else if (this.#all.size < mostConnections) use(this.#open());
    else this.#held.push(use);
  }

  close(): void {
    for (const connection of this.#all) connection.destroy();
  }

  #open(): AriConnection {
    const connection: AriConnection = new AriConnection(
      this.#address,
      this.#port,
      () => this.#free(connection),
      () => this.#gone(connection),
    );
    this.#all.add(connection);
    return connection;
  }

  #free(connection: AriConnection): void {
    const next = this.#held.shift();
    if (next) next(connection);
    else this.#idle.push({ connection, sinceMs: performance.now() });
  }

  #gone(connection: AriConnection): void {
    this.#all.delete(connection);
    const at = this.#idle.findIndex((one) => one.connection === connection);
    if (at >= 0) this.#idle.splice(at, 1);
    const next = this.#held.shift();
    if (next) next(this.#open());
  }

  /** The one used last is taken first, so those used long ago stand at the front. */
  #letGo(): void {
    const before = performance.now() - idleMs;
    while (this.#idle[0] && this.#idle[0].sinceMs < before) this.#idle.shift()?.connection.destroy();
  }
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
  return new AriDoor(address, port, user, password);
}

/**
 * Sends one request and gives the answer's JSON, or undefined when it is empty.
 * @throws AriError, always: by HTTP status, `ari.timeout` after `limitMs`, `ari.down` when there is no connection or the
 *   signal fires, `ari.failed` when the answer is not JSON.
 */
export function sendAri(door: AriDoor, request: AriRequest): Promise<unknown> {
  return sendAriInOrder(door, [request])[0] as Promise<unknown>;
}

/**
 * Sends several requests at once, which Asterisk carries out one after the other: the second begins the moment the first is
 * done, without waiting for us. One that fails does not keep the next from being tried.
 * @returns the answers, each as `sendAri` gives it; one that is late takes those behind it with it
 */
export function sendAriInOrder(door: AriDoor, requests: readonly AriRequest[]): Promise<unknown>[] {
  const exchanges = requests.map((request) => new Exchange(door, request));
  door.take((connection) => {
    const wanted = exchanges.filter((exchange) => exchange.begin(connection));
    if (wanted.length > 0)
      connection.send(wanted.map((exchange) => ({ text: exchange.text, waiting: exchange })));
    else connection.destroy();
  });
  return exchanges.map((exchange) => exchange.answer);
}

/** Asks for a sign of life. @throws AriError as `sendAri` */
export async function pingAri(door: AriDoor, limitMs: number, signal?: AbortSignal): Promise<void> {
  const ping = { method: 'GET', path: '/ari/asterisk/ping', name: 'asterisk.ping', limitMs };
  await sendAri(door, { ...ping, ...(signal && { signal }) });
}

/** One request and its answer. */
class Exchange {
  readonly answer: Promise<unknown>;
  readonly text: string;
  readonly #request: AriRequest;
  readonly #stopLimit: () => void;
  readonly #abort: () => void;
  #connection: AriConnection | undefined;
  #settled = false;
  #resolve: (value: unknown) => void = () => undefined;
  #reject: (error: AriError) => void = () => undefined;

  constructor(door: AriDoor, request: AriRequest) {
    this.#request = request;
    this.text = textOf(door, request);
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    const { name, limitMs, signal } = request;
    this.#abort = () =>
      this.#fail(
        new AriError('ari.down', `The link to Asterisk dropped during ${name}.`, 0, {}, signal?.reason),
      );
    this.#stopLimit = timeLimit(limitMs, () =>
      this.#fail(new AriError('ari.timeout', `Asterisk did not answer ${name} within ${limitMs} ms.`)),
    );
    if (signal?.aborted) this.#abort();
    else signal?.addEventListener('abort', this.#abort, { once: true });
  }

  /** Whether it is still to be sent. */
  begin(connection: AriConnection): boolean {
    this.#connection = connection;
    return !this.#settled;
  }

  answered(answer: HttpAnswer): void {
    if (!this.#settle()) return;
    try {
      this.#resolve(readAnswer(this.#request.name, answer));
    } catch (error) {
      this.#reject(error as AriError);
    }
  }

  lost(cause: unknown): void {
    if (!this.#settle()) return;
    const text = `Asterisk cannot be reached for ${this.#request.name}.`;
    this.#reject(new AriError('ari.down', text, 0, {}, cause));
  }

  /** Its answer would be taken for that of the next request: the connection is given up. */
  #fail(error: AriError): void {
    if (!this.#settle()) return;
    this.#reject(error);
    this.#connection?.destroy();
  }

  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    this.#stopLimit();
    this.#request.signal?.removeEventListener('abort', this.#abort);
    return true;
  }
}

function textOf(door: AriDoor, { method, path, body }: AriRequest): string {
  const start = `${method} ${path} HTTP/1.1\r\n${door.head}`;
  if (body === undefined) return `${start}\r\n`;
  return `${start}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

function readAnswer(name: string, { status, text }: HttpAnswer): unknown {
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
