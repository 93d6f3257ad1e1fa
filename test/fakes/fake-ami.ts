import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';

/** A fake of Asterisk's AMI: takes actions, answers each with Success unless a test wants otherwise. */
export class FakeAmi {
  readonly port: number;
  readonly password: string;
  /** Every action that came, field by field (names in small letters). */
  readonly actions: Record<string, string>[] = [];
  /** Actions that are never answered. */
  readonly silentTo = new Set<string>();
  /** How many logins succeeded. */
  logins = 0;
  readonly #server: net.Server;
  readonly #connected = new Set<net.Socket>();

  constructor(server: net.Server, password: string) {
    this.#server = server;
    this.password = password;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (socket) => this.#serve(socket));
  }

  static async start(password = 'right', port = 0): Promise<FakeAmi> {
    const server = net.createServer();
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return new FakeAmi(server, password);
  }

  tell(event: Readonly<Record<string, string>>): void {
    for (const socket of this.#connected) socket.write(message(event));
  }

  drop(): void {
    for (const socket of this.#connected) socket.destroy();
  }

  async close(): Promise<void> {
    this.drop();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(socket: net.Socket): void {
    this.#connected.add(socket);
    socket.on('close', () => this.#connected.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.write('Asterisk Call Manager/11.0.0\r\n');
    let text = '';
    socket.on('data', (data) => {
      const parts = (text + data.toString('utf8')).split('\r\n\r\n');
      text = parts.pop() ?? '';
      for (const part of parts) this.#answer(socket, readAction(part));
    });
  }

  #answer(socket: net.Socket, action: Record<string, string>): void {
    this.actions.push(action);
    const { action: name = '', actionid: ActionID = '' } = action;
    if (this.silentTo.has(name)) return;
    const refused = name === 'login' && action.secret !== this.password;
    if (name === 'login' && !refused) this.logins += 1;
    const answer: Record<string, string> = refused
      ? { Response: 'Error', Message: 'Authentication failed' }
      : { Response: 'Success' };
    socket.write(message({ ...answer, ActionID }));
  }
}

function message(fields: Readonly<Record<string, string>>): string {
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${lines.join('')}\r\n`;
}

function readAction(text: string): Record<string, string> {
  const fields = text.split('\r\n').map((line) => line.split(': '));
  return Object.fromEntries(fields.map(([name = '', ...value]) => [name.toLowerCase(), value.join(': ')]));
}
