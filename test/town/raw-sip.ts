import { createHash, randomBytes } from 'node:crypto';
import dgram from 'node:dgram';
import { once } from 'node:events';

/** One SIP message that came in. Header names are in small letters. */
export interface SipMessage {
  /** The status of an answer; 0 for a request. */
  readonly status: number;
  readonly firstLine: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SipRequest {
  readonly method: string;
  readonly uri: string;
  readonly from: string;
  readonly to?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Given for what belongs to one dialog: ACK, BYE, INFO, or the same request with a password. */
  readonly callId?: string;
  readonly cseq?: number;
  readonly fromTag?: string;
}

/** SIP written by hand over UDP, for tests that want to send what no phone would, and to see the answers bare. */
export class RawSip {
  readonly address: string;
  readonly port: number;
  readonly #socket: dgram.Socket;
  readonly #to: { address: string; port: number };
  readonly #heard: SipMessage[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(socket: dgram.Socket, to: { address: string; port: number }) {
    const { address, port } = socket.address();
    this.address = address;
    this.port = port;
    this.#socket = socket;
    this.#to = to;
    socket.on('message', (data) => {
      this.#heard.push(readSip(data.toString('utf8')));
      for (const look of [...this.#waiting]) look();
    });
  }

  /** A socket at `from` (any free port unless told) that talks to `to`. */
  static async open(
    from: { address: string; port?: number },
    to: { address: string; port: number },
  ): Promise<RawSip> {
    const socket = dgram.createSocket('udp4');
    socket.bind(from.port ?? 0, from.address);
    await once(socket, 'listening');
    return new RawSip(socket, to);
  }

  /** Sends a request. The answer's headers hold what the next one needs. @returns its Call-ID */
  send(request: SipRequest): string {
    const { method, uri, from, to = uri, body = '', cseq = 1 } = request;
    const callId = request.callId ?? randomBytes(8).toString('hex');
    const lines = [
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/UDP ${this.address}:${this.port};rport;branch=z9hG4bK${randomBytes(6).toString('hex')}`,
      'Max-Forwards: 70',
      `From: <${from}>;tag=${request.fromTag ?? 'raw'}`,
      `To: ${to.startsWith('<') ? to : `<${to}>`}`,
      `Call-ID: ${callId}`,
      `CSeq: ${cseq} ${method}`,
      `Contact: <sip:raw@${this.address}:${this.port}>`,
      ...Object.entries(request.headers ?? {}).map(([name, value]) => `${name}: ${value}`),
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    this.#socket.send(`${lines.join('\r\n')}\r\n\r\n${body}`, this.#to.port, this.#to.address);
    return callId;
  }

  /** The first message, past or to come, that fits; rejects after the limit. */
  hears(fits: (message: SipMessage) => boolean, limitMs = 5000): Promise<SipMessage> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = this.#heard.find(fits);
        if (!found) return;
        clearTimeout(limit);
        this.#waiting.delete(look);
        resolve(found);
      };
      const limit = setTimeout(() => {
        this.#waiting.delete(look);
        reject(
          new Error(
            `no such SIP message within ${limitMs} ms; heard: ${this.#heard.map((m) => m.firstLine).join(', ')}`,
          ),
        );
      }, limitMs);
      this.#waiting.add(look);
      look();
    });
  }

  /** Sends a request and gives its final answer; a call that is set up or refused is acknowledged. */
  async asks(request: SipRequest): Promise<SipMessage> {
    const callId = this.send(request);
    const cseq = `${request.cseq ?? 1} ${request.method}`;
    const answer = await this.hears(
      ({ status, headers }) => status >= 200 && headers['call-id'] === callId && headers.cseq === cseq,
    );
    if (request.method === 'INVITE')
      this.send({ ...request, method: 'ACK', body: '', callId, to: answer.headers.to });
    return answer;
  }

  /** Answers a request that came in: a call is taken with an SDP. */
  answers({ headers }: SipMessage, firstLine: string, body = ''): void {
    const isTagged = /;tag=/.test(headers.to ?? '');
    const lines = [
      `SIP/2.0 ${firstLine}`,
      `Via: ${headers.via}`,
      `From: ${headers.from}`,
      `To: ${headers.to}${isTagged ? '' : ';tag=raw'}`,
      `Call-ID: ${headers['call-id']}`,
      `CSeq: ${headers.cseq}`,
      `Contact: <sip:raw@${this.address}:${this.port}>`,
      ...(body ? ['Content-Type: application/sdp'] : []),
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    this.#socket.send(`${lines.join('\r\n')}\r\n\r\n${body}`, this.#to.port, this.#to.address);
  }

  close(): void {
    this.#socket.close();
  }
}

/** The Authorization header that answers a 401's challenge (MD5, with or without qop=auth). */
export function digest(
  challenge: string,
  method: string,
  uri: string,
  user: string,
  password: string,
): string {
  const field = (name: string) => new RegExp(`${name}="?([^",]+)"?`).exec(challenge)?.[1] ?? '';
  const md5 = (text: string) => createHash('md5').update(text).digest('hex');
  const [realm, nonce] = [field('realm'), field('nonce')];
  const first = md5(`${user}:${realm}:${password}`);
  const second = md5(`${method}:${uri}`);
  const quality = field('qop') ? `:00000001:c0ffee:auth` : '';
  const response = md5(`${first}:${nonce}${quality}:${second}`);
  const extra = quality ? ', qop=auth, nc=00000001, cnonce="c0ffee"' : '';
  const opaque = field('opaque') ? `, opaque="${field('opaque')}"` : '';
  return `Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}", algorithm=MD5${extra}${opaque}`;
}

function readSip(text: string): SipMessage {
  const [head = '', body = ''] = text.split('\r\n\r\n', 2);
  const [firstLine = '', ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  );
  return { status: Number(/^SIP\/2\.0 (\d+)/.exec(firstLine)?.[1] ?? 0), firstLine, headers, body };
}
