import { createHash } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { describeAll, describeOne } from './fake-ari-description.ts';

type Answer = { status: number; text: string } | 'never';

/** A fake of Asterisk's HTTP: ARI's requests and its socket of events, with the faults that a test wants. */
export class FakeAri {
  readonly port: number;
  readonly password: string;
  /** Every request but the description's, as `GET /channels`. */
  readonly asked: string[] = [];
  /** Answers that a test wants instead of the usual, by `GET /channels`. */
  readonly answers = new Map<string, Answer>();
  /** How many connections were opened, and how many sockets of events were asked for. */
  connections = 0;
  upgrades = 0;
  /** While set, nothing is answered, as by a frozen process. */
  frozen = false;
  /** While set, everything is answered and no heartbeat comes back, as from one that has lost the application of this socket. */
  deaf = false;
  readonly #server: http.Server;
  readonly #connected = new Set<Socket>();
  readonly #sockets = new Set<Duplex>();

  constructor(server: http.Server, password: string) {
    this.#server = server;
    this.password = password;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (connection) => {
      this.connections += 1;
      this.#connected.add(connection);
      connection.on('close', () => this.#connected.delete(connection));
    });
    server.on('request', (request, response) => this.#answer(request, response));
    server.on('upgrade', (request, socket) => this.#upgrade(request, socket));
  }

  static async start(password = 'right', port = 0): Promise<FakeAri> {
    const server = http.createServer();
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return new FakeAri(server, password);
  }

  /** Sends a message to whoever listens to events. */
  tell(message: string | object): void {
    const text = Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
    const head = text.length < 126 ? [0x81, text.length] : [0x81, 126, text.length >> 8, text.length & 255];
    for (const socket of this.#sockets) socket.write(Buffer.concat([Buffer.from(head), text]));
  }

  /** Drops every connection, as when Asterisk is killed; it can be reached again at once. */
  drop(): void {
    for (const connection of this.#connected) connection.destroy();
  }

  async close(): Promise<void> {
    this.drop();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    if (this.frozen) return;
    const path = (request.url ?? '').split('?')[0]?.replace(/^\/ari/, '') ?? '';
    const answer = this.#answerTo(request, path);
    if (answer === 'never') return;
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.text);
  }

  #answerTo({ method, headers }: http.IncomingMessage, path: string): Answer {
    const asked = `${method} ${path}`;
    const other = this.answers.get(asked);
    if (other) return other;
    const login = Buffer.from(headers.authorization?.split(' ')[1] ?? '', 'base64').toString();
    if (login !== `holos:${this.password}`)
      return { status: 401, text: '{"message":"Authentication required"}' };
    const json = (value: object) => ({ status: 200, text: JSON.stringify(value) });
    const origin = `http://127.0.0.1:${this.port}`;
    const [, described] = /^\/api-docs\/(\w+)\.json$/.exec(path) ?? [];
    if (described)
      return json(described === 'resources' ? describeAll(origin) : describeOne(origin, described));
    this.asked.push(asked);
    if (asked.startsWith('POST /events/user/') && !this.deaf)
      this.tell({ type: 'ChannelUserevent', timestamp: 'now' });
    if (path === '/channels' || path === '/bridges') return json([]);
    return json({ channel_ids: [], bridge_ids: [] });
  }

  #upgrade(request: http.IncomingMessage, socket: Duplex): void {
    this.upgrades += 1;
    if (this.frozen) return;
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    // Nothing but the end is told by this way.
    socket.resume();
  }
}
