import net from 'node:net';

/** An answer as it came. */
export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

interface Waiting {
  answered(answer: HttpAnswer): void;
  /** No answer will come. */
  lost(cause: unknown): void;
}

const endOfHead = Buffer.from('\r\n\r\n');

/**
 * One connection to Asterisk's HTTP. Requests may follow each other without waiting for answers: Asterisk carries them out
 * in their order and answers in their order. Node's own client cannot do that, and takes several times as long for each.
 */
export class AriConnection {
  readonly #socket: net.Socket;
  readonly #waiting: Waiting[] = [];
  #buffer: Buffer = Buffer.alloc(0);
  #closed = false;
  #last = false;

  /** @param onIdle the last answer is here; the connection can be used again */
  constructor(address: string, port: number, onIdle: () => void, onClosed: () => void) {
    this.#socket = net.connect({ host: address, port, noDelay: true });
    this.#socket.on('data', (data) => {
      this.#hear(data);
      if (this.#waiting.length === 0 && !this.#closed && !this.#last) onIdle();
    });
    let cause: unknown;
    this.#socket.on('error', (error) => {
      cause = error;
    });
    this.#socket.on('end', () => this.#socket.destroy());
    this.#socket.on('close', () => {
      this.#closed = true;
      onClosed();
      for (const one of this.#waiting.splice(0)) one.lost(cause);
    });
  }

  /** Sends these requests, whole and one behind the other. */
  send(requests: readonly { text: string; waiting: Waiting }[]): void {
    this.#waiting.push(...requests.map(({ waiting }) => waiting));
    this.#socket.write(requests.map(({ text }) => text).join(''));
  }

  /** Everything that waits on it is lost. */
  destroy(): void {
    this.#socket.destroy();
  }

  #hear(data: Buffer): void {
    this.#buffer = this.#buffer.length === 0 ? data : Buffer.concat([this.#buffer, data]);
    for (;;) {
      const end = this.#buffer.indexOf(endOfHead);
      if (end < 0) return;
      const head = this.#buffer.toString('latin1', 0, end);
      const body = readBody(head, this.#buffer.subarray(end + endOfHead.length));
      if (!body) return;
      this.#buffer = body.rest;
      const status = Number(/^HTTP\/1\.\d (\d{3})/.exec(head)?.[1] ?? 0);
      this.#last ||= /^connection: *close/im.test(head);
      this.#waiting.shift()?.answered({ status, text: body.text });
      if (!this.#last) continue;
      this.#socket.destroy();
      return;
    }
  }
}

/** The body that belongs to a head, and what comes after it; undefined while it is not here whole. */
function readBody(head: string, bytes: Buffer): { text: string; rest: Buffer } | undefined {
  if (/^transfer-encoding: *chunked/im.test(head)) return readChunks(bytes);
  const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  if (bytes.length < length) return undefined;
  return { text: bytes.toString('utf8', 0, length), rest: bytes.subarray(length) };
}

function readChunks(bytes: Buffer): { text: string; rest: Buffer } | undefined {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const from = lineEnd + 2;
    if (bytes.length < from + size + 2) return undefined;
    at = from + size + 2;
    if (size === 0) return { text: Buffer.concat(parts).toString('utf8'), rest: bytes.subarray(at) };
    parts.push(bytes.subarray(from, from + size));
  }
}
