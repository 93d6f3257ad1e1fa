import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Settings } from '../../config/settings.ts';
import { codeOf } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import { keepTrying } from './backoff.ts';
import { AmiLink } from './link-ami.ts';
import { type AriClient, callAri, describeAri } from './link-ari-client.ts';
import { type AriDoor, openDoor, sendAri } from './link-ari-http.ts';
import { openSocket } from './link-ari-socket.ts';
import { EventDispatch } from './link-dispatch.ts';
import { AriError } from './link-errors.ts';
import { knownEvents, readEvent } from './link-events.ts';
import { takeInventory } from './link-inventory.ts';
import { Listeners } from './listeners.ts';
import type { AriEvent, AriEventType, AsteriskNode, NodeInventory, NodeState } from './node.ts';
import { controllerPassword, controllerUser } from './password.ts';
import type { Refusal } from './refusals.ts';

// down ──socket open, events buffered──▶ syncing ──all onSync listeners done, buffer flushed──▶ up
//   ▲                                       │                                                   │
//   └────────────── socket gone, no heartbeat, a listener failed, another controller ───────────┘

const connectLimitMs = 3000;
const operationLimitMs = 3000;
const syncLimitMs = 15_000;
/** A frozen Asterisk is noticed after one beat and its limit, or after the silence: within 4 s. */
const beatMs = 1500;
const beatLimitMs = 2000;
const longestSilenceMs = 3900;

/** Where one Asterisk is, and as whom its application is served. */
export interface NodeAddress {
  readonly name: string;
  readonly address: string;
  readonly httpPort: number;
  readonly amiPort: number;
  readonly user: string;
  readonly password: string;
  readonly application: string;
}

/**
 * The link to the node of these settings. Returns at once, in state `down`; the node goes `up` by itself when Asterisk is
 * there, and for as long as it takes.
 */
export async function connectNode(options: {
  settings: Settings;
  application: string;
  log: Logger;
}): Promise<AsteriskNode> {
  const { settings, application, log } = options;
  const { node: name, address, ports } = settings;
  const password = await controllerPassword(settings.home);
  const where = {
    name,
    address,
    httpPort: ports.http,
    amiPort: ports.ami,
    user: controllerUser,
    password,
    application,
  };
  return linkNode(where, log);
}

/** The link to any Asterisk. */
export function linkNode(where: NodeAddress, log: Logger): AsteriskNode {
  return new Link(where, log.child({ node: where.name }));
}

class Link implements AsteriskNode {
  readonly name: string;
  readonly #where: NodeAddress;
  readonly #log: Logger;
  readonly #door: AriDoor;
  readonly #amiLink: AmiLink;
  readonly #dispatch: EventDispatch;
  readonly #onState: Listeners<NodeState>;
  readonly #onRefused: Listeners<Refusal>;
  readonly #onSync = new Set<(inventory: NodeInventory) => Promise<void>>();
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #state: NodeState = 'down';
  #client: AriClient | undefined;
  /** Of the session that is up or syncing; its signal fires when that session is over. */
  #session: AbortController | undefined;

  constructor(where: NodeAddress, log: Logger) {
    this.name = where.name;
    this.#where = where;
    this.#log = log;
    const fault = (error: unknown) => this.#log.error({ err: error }, 'a listener of the node failed');
    this.#dispatch = new EventDispatch(fault);
    this.#onState = new Listeners(fault);
    this.#onRefused = new Listeners(fault);
    const { address, httpPort, amiPort, user, password } = where;
    this.#door = openDoor(address, httpPort, user, password);
    this.#amiLink = new AmiLink({ address, port: amiPort, user, password }, log, (refusal) =>
      this.#onRefused.tell(refusal),
    );
    this.#running = keepTrying(
      () => this.#live(),
      (error) => this.#report(error),
      this.#closing.signal,
    );
  }

  get state(): NodeState {
    return this.#state;
  }

  whenUp(signal?: AbortSignal): Promise<void> {
    if (this.#state === 'up') return Promise.resolve();
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        stop();
        signal?.removeEventListener('abort', abort);
        act();
      };
      const abort = () => settle(() => reject(signal?.reason));
      const stop = this.onState((state) => {
        if (state === 'up') settle(resolve);
      });
      if (signal?.aborted) abort();
      else signal?.addEventListener('abort', abort, { once: true });
    });
  }

  async ari<T = unknown>(
    resource: string,
    name: string,
    parameters: Record<string, unknown> = {},
    limitMs = operationLimitMs,
  ): Promise<T> {
    const signal = this.#session?.signal;
    if (!this.#client || !signal)
      throw new AriError('ari.down', `There is no link to Asterisk for ${resource}.${name}.`);
    return (await callAri(this.#client, this.#door, { resource, name, parameters, limitMs, signal })) as T;
  }

  ami(action: string, fields?: Record<string, string>): Promise<Record<string, string>> {
    return this.#amiLink.action(action, fields);
  }

  on(type: AriEventType, listener: (event: AriEvent) => void): () => void {
    return this.#dispatch.on(type, listener);
  }

  onSubject(id: string, listener: (event: AriEvent) => void): () => void {
    return this.#dispatch.onSubject(id, listener);
  }

  onSync(listener: (inventory: NodeInventory) => Promise<void>): () => void {
    const own = (inventory: NodeInventory) => listener(inventory);
    this.#onSync.add(own);
    return () => this.#onSync.delete(own);
  }

  onState(listener: (state: NodeState) => void): () => void {
    return this.#onState.add(listener);
  }

  onRefused(listener: (refusal: Refusal) => void): () => void {
    return this.#onRefused.add(listener);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#session?.abort(new AriError('ari.down', 'The link to Asterisk is closed.'));
    await Promise.all([this.#running, this.#amiLink.close()]);
    this.#door.agent.destroy();
  }

  /** One session, from connecting to the end. Always ends by throwing what ended it, or quietly when closing. */
  async #live(): Promise<void> {
    const session = new AbortController();
    const { signal } = session;
    // Every request under way listens to it.
    setMaxListeners(0, signal);
    const stop = () => session.abort(new AriError('ari.down', 'The link to Asterisk is closed.'));
    this.#closing.signal.addEventListener('abort', stop);
    let held: AriEvent[] | undefined = [];
    try {
      this.#client ??= await describeAri(this.#door, signal);
      const socket = await openSocket(
        this.#client,
        this.#where.application,
        connectLimitMs,
        (text) => {
          const event = readEvent(text);
          if (event === 'replaced')
            session.abort(new AriError('ari.down', 'Another controller took over this application.'));
          else if (event && held) held.push(event);
          else if (event) this.#dispatch.dispatch(event);
        },
        (reason) => session.abort(reason),
      );
      signal.addEventListener('abort', () => socket.end());
      signal.throwIfAborted();
      this.#session = session;
      await this.#sync(signal);
      for (let index = 0; index < held.length; index += 1) this.#dispatch.dispatch(held[index] as AriEvent);
      held = undefined;
      this.#enter('up');
      await this.#heartbeat(socket, signal);
    } finally {
      this.#closing.signal.removeEventListener('abort', stop);
      session.abort(new AriError('ari.down', 'The link to Asterisk dropped.'));
      this.#session = undefined;
      this.#enter('down');
    }
  }

  async #sync(signal: AbortSignal): Promise<void> {
    this.#enter('syncing');
    const allowed = [...knownEvents, 'ApplicationReplaced'].map((type) => ({ type }));
    await this.ari('applications', 'filter', { applicationName: this.#where.application, body: { allowed } });
    await this.#amiLink.whenUp(connectLimitMs);
    const inventory = await takeInventory(this, this.#where.application);
    const late = AbortSignal.any([signal, AbortSignal.timeout(syncLimitMs)]);
    await Promise.race([
      Promise.all([...this.#onSync].map((listener) => listener(inventory))),
      rejection(late),
    ]);
    signal.throwIfAborted();
  }

  async #heartbeat(socket: { ping(): void; readonly heardAt: number }, signal: AbortSignal): Promise<void> {
    const ping = {
      method: 'GET',
      path: '/ari/asterisk/ping',
      name: 'asterisk.ping',
      limitMs: beatLimitMs,
      signal,
    };
    for (;;) {
      socket.ping();
      await Promise.all([sendAri(this.#door, ping), pause(beatMs, undefined, { signal })]);
      signal.throwIfAborted();
      if (Date.now() - socket.heardAt > longestSilenceMs)
        throw new AriError('ari.timeout', 'The socket of events is silent.');
    }
  }

  #enter(state: NodeState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#log.info({ state }, 'the link to Asterisk');
    this.#onState.tell(state);
  }

  #report(error: unknown): void {
    const cause = this.#closing.signal.aborted ? undefined : error;
    if (cause)
      this.#log.warn({ code: codeOf(cause), err: cause }, 'the link to Asterisk failed, trying again');
  }
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
