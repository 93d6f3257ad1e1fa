import { setMaxListeners } from 'node:events';
import type { Settings } from '../../config/settings.ts';
import { codeOf } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import { timeLimit } from '../../time-limit.ts';
import { keepTrying } from './backoff.ts';
import { EarlyKeys, readKeyPress } from './early-keys.ts';
import { AmiLink } from './link-ami.ts';
import { type AriClient, describeAri, requestOf } from './link-ari-client.ts';
import { type AriDoor, type AriRequest, openDoor, pingAri, sendAriInOrder } from './link-ari-http.ts';
import { type AriSocket, openSocket } from './link-ari-socket.ts';
import { EventDispatch } from './link-dispatch.ts';
import { AriError } from './link-errors.ts';
import { allowedEvents, readEvent } from './link-events.ts';
import { watchHeartbeat } from './link-heartbeat.ts';
import { takeInventory } from './link-inventory.ts';
import { Listeners } from './listeners.ts';
import type { AriEvent, AriEventType, AriOperation, AsteriskNode, NodeInventory, NodeState } from './node.ts';
import { controllerPassword, controllerUser } from './password.ts';
import { readPeerStatus } from './peer-status.ts';
import { type Refusal, Refusals } from './refusals.ts';

// down ──socket open, events buffered──▶ syncing ──all onSync listeners done, buffer flushed──▶ up
//   ▲                                       │                                                   │
//   └────────────── socket gone, no heartbeat, a listener failed, another controller ───────────┘

const connectLimitMs = 3000;
const operationLimitMs = 3000;
const syncLimitMs = 15_000;

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
  readonly #earlyKeys = new EarlyKeys(undefined, () => this.#amiLink.isUp);
  readonly #dispatch: EventDispatch;
  readonly #onState: Listeners<NodeState>;
  readonly #onRefused: Listeners<Refusal>;
  readonly #refusals = new Refusals((refusal) => this.#onRefused.tell(refusal));
  readonly #onSync = new Set<(inventory: NodeInventory) => Promise<void>>();
  readonly #closing = new AbortController();
  #running: Promise<void> | undefined;
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
    this.#amiLink = new AmiLink({ address, port: amiPort, user, password }, log, (event) =>
      this.#hearAmi(event),
    );
  }

  begin(): this {
    this.#running ??= keepTrying(
      () => this.#live(),
      (error) => this.#report(error),
      this.#closing.signal,
    );
    return this;
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
    const [answer] = this.ariInOrder([{ resource, operation: name, parameters }], limitMs);
    return (await answer) as T;
  }

  ariInOrder(operations: readonly AriOperation[], limitMs = operationLimitMs): Promise<unknown>[] {
    try {
      const requests = operations.map((operation) => this.#request(operation, limitMs));
      const answers = sendAriInOrder(this.#door, requests);
      // Whoever waits for the first only is not brought down by another.
      for (const answer of answers.slice(1)) answer.catch(() => undefined);
      return answers;
    } catch (error) {
      const failed = Promise.reject(error);
      return operations.map(() => failed);
    }
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

  isFollowed(id: string): boolean {
    return this.#dispatch.isFollowed(id);
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
    this.#door.close();
    this.#refusals.close();
  }

  /** One session, from connecting to the end, which it throws. */
  async #live(): Promise<void> {
    const session = new AbortController();
    const { signal } = session;
    // Every request under way listens to it.
    setMaxListeners(0, signal);
    const stop = () => session.abort(new AriError('ari.down', 'The link to Asterisk is closed.'));
    this.#closing.signal.addEventListener('abort', stop);
    let socket: AriSocket | undefined;
    let held: AriEvent[] | undefined = [];
    const hear = (text: string) => {
      const event = readEvent(text);
      if (event === 'replaced')
        session.abort(new AriError('ari.down', 'Another controller took over the calls.'));
      else if (event && !this.#isToldAlready(event)) {
        if (held) held.push(event);
        else this.#dispatch.dispatch(event);
      }
    };
    try {
      // Of an Asterisk that stands still no socket is asked for: it would open it when it goes on, long after we have given it up.
      if (this.#client) await pingAri(this.#door, connectLimitMs, signal);
      this.#client ??= await describeAri(this.#door, signal);
      const { application } = this.#where;
      socket = await openSocket(this.#client, application, connectLimitMs, hear, (reason) =>
        session.abort(reason),
      );
      signal.throwIfAborted();
      this.#session = session;
      await this.#sync(signal);
      // More may be added while these are heard.
      for (const event of held) this.#dispatch.dispatch(event);
      held = undefined;
      this.#enter('up');
      await watchHeartbeat(this.#door, application, socket, signal);
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    } finally {
      this.#closing.signal.removeEventListener('abort', stop);
      session.abort(new AriError('ari.down', 'The link to Asterisk dropped.'));
      socket?.end();
      this.#session = undefined;
      this.#enter('down');
    }
  }

  async #sync(signal: AbortSignal): Promise<void> {
    this.#enter('syncing');
    const { application: applicationName } = this.#where;
    await this.ari('applications', 'filter', { applicationName, body: { allowed: allowedEvents } });
    await this.#amiLink.whenUp(connectLimitMs);
    const inventory = await takeInventory(this, applicationName);
    const all = Promise.all([...this.#onSync].map((listener) => listener(inventory)));
    const late = () =>
      this.#session?.abort(new AriError('ari.timeout', 'The calls were not taken up in time.'));
    const stopLimit = timeLimit(syncLimitMs, late);
    await Promise.race([all, rejection(signal)]).finally(stopLimit);
    signal.throwIfAborted();
  }

  #request(operation: AriOperation, limitMs: number): AriRequest {
    const signal = this.#session?.signal;
    if (!this.#client || !signal)
      throw new AriError(
        'ari.down',
        `There is no link to Asterisk for ${operation.resource}.${operation.operation}.`,
      );
    return { ...requestOf(this.#client, operation), limitMs, signal };
  }

  #isToldAlready({ type, channel, digit }: AriEvent): boolean {
    if (type !== 'ChannelDtmfReceived' || !channel || digit === undefined) return false;
    return !this.#earlyKeys.released(channel.id, digit);
  }

  #hearAmi(event: Record<string, string>): void {
    for (const one of [this.#refusals, this.#earlyKeys]) one.hear(event);
    const key = readKeyPress(event);
    // Before the node is up there is nobody yet to whom it could be told in its turn; then the key is told when let go.
    if (key && this.#state === 'up' && this.#earlyKeys.pressed(key.channel.id, key.digit))
      this.#dispatch.dispatch(key);
    const peer = readPeerStatus(event);
    if (peer) this.#dispatch.dispatch(peer);
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
