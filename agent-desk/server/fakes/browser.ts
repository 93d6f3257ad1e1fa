import { io, type Socket } from 'socket.io-client';
import {
  apply,
  type DeskEvent,
  type DeskGreeting,
  type DeskState,
  type DeskToServer,
  type ServerToDesk,
} from '../../contract/live.ts';

type Answer = { ok: true } | { ok: false; code: string; message: string };

/** What a browser keeps of the live link: the snapshot, the events after it, and whether any was missed. */
export class FakeBrowser {
  readonly socket: Socket<ServerToDesk, DeskToServer>;
  readonly events: { at: number; event: DeskEvent }[] = [];
  /** How many messages the events came in. */
  messages = 0;
  snapshots = 0;
  gaps = 0;
  loggedOut: string | undefined;
  state: DeskState | undefined;
  #opened: Pick<DeskGreeting, 'openedAt'> = {};
  #changed: (() => void)[] = [];

  constructor(url: string, headers: Record<string, string>, greeting: DeskGreeting = {}) {
    this.socket = io(url, {
      extraHeaders: headers,
      auth: (greet: (greeting: DeskGreeting) => void) => greet({ ...greeting, ...this.#opened }),
      forceNew: true,
      reconnectionDelay: 50,
      reconnectionDelayMax: 100,
      transports: ['websocket'],
    });
    this.socket.on('opened', (openedAt) => {
      this.#opened = { openedAt };
    });
    this.socket.on('snapshot', (state) => {
      this.snapshots += 1;
      this.#become(state);
    });
    this.socket.on('event', (first, ...events) => {
      this.messages += 1;
      for (const [nth, event] of events.entries()) this.#take(first + nth, event);
    });
    this.socket.on('logged-out', (reason) => {
      this.loggedOut = reason;
      this.#tell();
    });
    for (const name of ['disconnect', 'connect', 'connect_error'] as const) {
      this.socket.on(name, () => this.#tell());
    }
  }

  /** Waits until `what` is so; fails after two seconds. */
  async until(what: (browser: this) => boolean, limitMs = 2_000): Promise<void> {
    const late = AbortSignal.timeout(limitMs);
    while (!what(this)) {
      await new Promise<void>((resolve, reject) => {
        this.#changed.push(resolve);
        late.addEventListener('abort', () => reject(new Error(`not within ${limitMs} ms: ${what}`)), {
          once: true,
        });
      });
    }
  }

  /** Says a verb, well or badly formed, and gives the answer. */
  say(verb: string, ...words: unknown[]): Promise<Answer> {
    const socket = this.socket.timeout(2_000) as unknown as {
      emitWithAck(verb: string, ...words: unknown[]): Promise<Answer>;
    };
    return socket.emitWithAck(verb, ...words);
  }

  close(): void {
    this.socket.close();
  }

  #take(sequence: number, event: DeskEvent): void {
    if (!this.state || sequence !== this.state.sequence + 1) this.gaps += 1;
    this.events.push({ at: performance.now(), event });
    if (this.state) this.#become(apply(this.state, sequence, event));
  }

  #become(state: DeskState): void {
    this.state = state;
    this.#tell();
  }

  #tell(): void {
    for (const wake of this.#changed.splice(0)) wake();
  }
}
