import { randomBytes } from 'node:crypto';
import dgram from 'node:dgram';
import { once } from 'node:events';

/** One SIP message with the moment it was received (ms of the monotonic clock). Header names are in small letters. */
export interface SipIn {
  readonly atMs: number;
  /** The status of an answer; 0 for a request. */
  readonly status: number;
  readonly method: string;
  readonly uri: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  readonly text: string;
}

/** What one dialog, or one registration, says of itself. */
export interface SipOut {
  readonly method: string;
  readonly uri: string;
  readonly from: string;
  readonly to: string;
  readonly callId: string;
  readonly cseq: number;
  readonly branch?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
}

interface Place {
  readonly address: string;
  readonly port: number;
}

/** SIP over one UDP socket for many calls at once: each message goes to whoever takes its Call-ID, else to `onStranger`. */
export class SipLine {
  readonly address: string;
  readonly port: number;
  readonly #socket: dgram.Socket;
  readonly #to: Place;
  readonly #calls = new Map<string, (message: SipIn) => void>();
  onStranger: (message: SipIn) => void = (message) => this.#refuse(message);

  static async open(address: string, to: Place): Promise<SipLine> {
    const socket = dgram.createSocket({ type: 'udp4', recvBufferSize: 1 << 21, sendBufferSize: 1 << 20 });
    socket.bind(0, address);
    await once(socket, 'listening');
    return new SipLine(socket, to);
  }

  private constructor(socket: dgram.Socket, to: Place) {
    this.#socket = socket;
    this.#to = to;
    const own = socket.address();
    this.address = own.address;
    this.port = own.port;
    socket.on('message', (data) => this.#hear(performance.now(), data.toString('latin1')));
  }

  /** Messages of this Call-ID come here until the returned function is called. */
  take(callId: string, listener: (message: SipIn) => void): () => void {
    this.#calls.set(callId, listener);
    return () => this.#calls.delete(callId);
  }

  send({ method, uri, from, to, callId, cseq, branch, headers = [], body = '' }: SipOut): void {
    this.#write([
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/UDP ${this.address}:${this.port};rport;branch=${branch ?? newBranch()}`,
      'Max-Forwards: 70',
      `From: ${from}`,
      `To: ${to}`,
      `Call-ID: ${callId}`,
      `CSeq: ${cseq} ${method}`,
      `Contact: <sip:bench@${this.address}:${this.port}>`,
      ...headers,
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ]);
  }

  /** Answers a request. */
  answer(request: SipIn, status: number, words: string, toTag = 'bench'): void {
    const same = ['via', 'from', 'call-id', 'cseq'].map((name) => `${name}: ${request.headers.get(name)}`);
    const to = request.headers.get('to') ?? '';
    this.#write([
      `SIP/2.0 ${status} ${words}`,
      ...same,
      `To: ${to.includes('tag=') ? to : `${to};tag=${toTag}`}`,
      `Contact: <sip:bench@${this.address}:${this.port}>`,
      'Content-Length: 0',
      '',
      '',
    ]);
  }

  close(): void {
    this.#socket.close();
  }

  #write(lines: readonly string[]): void {
    this.#socket.send(lines.join('\r\n'), this.#to.port, this.#to.address);
  }

  #hear(atMs: number, text: string): void {
    const message = readMessage(atMs, text);
    const listener = this.#calls.get(message.headers.get('call-id') ?? '');
    (listener ?? this.onStranger)(message);
  }

  /** A call that is over here already: its late BYE is agreed to. */
  #refuse(message: SipIn): void {
    if (message.status > 0 || message.method === 'ACK') return;
    this.answer(message, message.method === 'BYE' ? 200 : 481, 'Over');
  }
}

export function newBranch(): string {
  return `z9hG4bK${randomBytes(6).toString('hex')}`;
}

function readMessage(atMs: number, text: string): SipIn {
  const end = text.indexOf('\r\n\r\n');
  const [firstLine = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    // An answer goes back along every Via.
    headers.set(name, headers.has(name) ? `${headers.get(name)}, ${value}` : value);
  }
  const isAnswer = firstLine.startsWith('SIP/2.0 ');
  const [first = '', second = ''] = firstLine.split(' ');
  return {
    atMs,
    status: isAnswer ? Number(second) : 0,
    method: isAnswer ? '' : first,
    uri: isAnswer ? '' : second,
    headers,
    body: text.slice(end + 4),
    text,
  };
}
