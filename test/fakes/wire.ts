import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';

/** The wire to a server, which a test can cut: what is connected drops, and whoever tries again is dropped, too. */
export class Wire {
  readonly port: number;
  /** How often somebody tried to connect since it was cut. */
  tries = 0;
  #isCut = false;
  readonly #server: net.Server;
  readonly #connected = new Set<net.Socket>();

  private constructor(server: net.Server, to: { host: string; port: number }) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (near) => {
      if (this.#isCut) {
        this.tries += 1;
        near.destroy();
        return;
      }
      const far = net.connect(to);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#connected.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.#connected.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
  }

  static async to(host: string, port: number): Promise<Wire> {
    const server = net.createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Wire(server, { host, port });
  }

  cut(): void {
    this.#isCut = true;
    this.tries = 0;
    for (const socket of this.#connected) socket.destroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
