import { io, type Socket } from 'socket.io-client';
import {
  apply,
  type DeskEvent,
  type DeskGreeting,
  type DeskState,
  type DeskToServer,
  type ServerToDesk,
} from '../../agent-desk/contract/live.ts';
import { HolosError } from '../../errors.ts';
import { deferred, within } from './waiting.ts';

type Verb = keyof DeskToServer;
type Words<V extends Verb> = Parameters<DeskToServer[V]> extends [...infer W, unknown] ? W : never;

const answerLimitMs = 5000;
/** What the server itself ended or refused, its database being away for example, Socket.IO does not begin again. */
const againMs = 1000;

/** A desk without a screen: it logs in, keeps the state that a browser would show, and asks for what its buttons would. */
export class DeskClient {
  readonly #address: string;
  readonly #cookie: string;
  readonly #socket: Socket<ServerToDesk, DeskToServer>;
  readonly #first = deferred<true>();
  #state: DeskState | undefined;
  #opened: Pick<DeskGreeting, 'openedAt'> = {};
  #again: NodeJS.Timeout | undefined;
  /** Why the server ended it: another desk of the same operator, or the session. */
  loggedOut: 'revoked' | 'other-desk' | undefined;
  /** How often it was told the whole state: after each connection, and after each gap. */
  snapshots = 0;

  /**
   * @param address of the desk, e.g. http://127.0.0.1:5080
   * @param onChange called with the new state after every change, and when it was logged out
   * @throws HolosError `town.no-login` when the login is refused, `town.no-snapshot` after 10 s
   */
  static async logIn(
    address: string,
    login: { login: string; password: string },
    onChange: (desk: DeskClient) => void,
  ): Promise<DeskClient> {
    const answer = await fetch(new URL('/api/session', address), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: login.login, password: login.password }),
      signal: AbortSignal.timeout(answerLimitMs),
    });
    if (!answer.ok) throw new HolosError('town.no-login', `${login.login} is not let in (${answer.status}).`);
    // The server keeps back the last byte until the session is written: before that the cookie may be good for nothing yet.
    await answer.arrayBuffer();
    const cookie = answer.headers
      .getSetCookie()
      .map((one) => one.split(';', 1)[0])
      .join('; ');
    const desk = new DeskClient(address, cookie, onChange);
    if (await within(desk.#first.promise, 2 * answerLimitMs)) return desk;
    desk.close();
    throw new HolosError('town.no-snapshot', `The desk of ${login.login} got no snapshot within 10 s.`);
  }

  private constructor(address: string, cookie: string, onChange: (desk: DeskClient) => void) {
    this.#address = address;
    this.#cookie = cookie;
    this.#socket = io(address, {
      extraHeaders: { cookie },
      // Its phone is no browser's.
      auth: (greet: (greeting: DeskGreeting) => void) => greet({ phone: 'sip', ...this.#opened }),
      transports: ['websocket'],
      reconnectionDelayMax: 2000,
    });
    this.#socket.on('opened', (openedAt) => {
      this.#opened = { openedAt };
    });
    this.#socket.on('snapshot', (state) => {
      this.#state = state;
      this.snapshots += 1;
      this.#first.resolve(true);
      onChange(this);
    });
    this.#socket.on('event', (first, ...events) => {
      for (const [nth, event] of events.entries()) if (this.#change(first + nth, event)) onChange(this);
    });
    this.#socket.on('disconnect', (reason) => {
      if (reason === 'io server disconnect') this.#openAgain();
    });
    this.#socket.on('connect_error', () => {
      if (!this.#socket.active) this.#openAgain();
    });
    this.#socket.on('logged-out', (reason) => {
      this.loggedOut = reason;
      this.#socket.disconnect();
      onChange(this);
    });
  }

  get state(): DeskState {
    if (!this.#state) throw new HolosError('town.no-snapshot', 'The desk has no snapshot yet.');
    return this.#state;
  }

  /** @throws HolosError with the server's code when it says no, `town.no-answer` when it says nothing within 5 s */
  async ask<V extends Verb>(verb: V, ...words: Words<V>): Promise<void> {
    const emit = this.#socket
      .timeout(answerLimitMs)
      .emitWithAck.bind(this.#socket.timeout(answerLimitMs)) as (
      verb: string,
      ...words: unknown[]
    ) => Promise<{ ok: true } | { ok: false; code: string; message: string }>;
    const answer = await emit(verb, ...words).catch((error: unknown) => {
      throw new HolosError('town.no-answer', `The server did not answer ${verb}.`, { verb }, error);
    });
    if (!answer.ok) throw new HolosError(answer.code, answer.message, { verb });
  }

  /** Ends the wrap-up as people do: says first what the talk came to, where that is asked for. */
  async wrapsUp(disposition = 'advice'): Promise<void> {
    const { wrapUpCall } = this.state.me;
    if (wrapUpCall?.owesDisposition) await this.ask('disposition', wrapUpCall.callId, disposition);
    await this.ask('wrapped-up');
  }

  /** @returns what is answered. @throws HolosError `town.refused` with the status */
  async send(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(new URL(path, this.#address), {
      method,
      headers: { 'content-type': 'application/json', cookie: this.#cookie },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(answerLimitMs),
    });
    if (!answer.ok)
      throw new HolosError('town.refused', `${method} ${path} was answered with ${answer.status}.`);
    return answer.json();
  }

  close(): void {
    clearTimeout(this.#again);
    this.#socket.disconnect();
  }

  #openAgain(): void {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.#socket.connect(), againMs);
  }

  /** A gap in the numbers means that something was missed: a new snapshot is asked for. */
  #change(sequence: number, event: DeskEvent): boolean {
    if (!this.#state) return false;
    if (sequence === this.#state.sequence + 1) {
      this.#state = apply(this.#state, sequence, event);
      return true;
    }
    if (sequence > this.#state.sequence) this.ask('refresh').catch(() => this.#socket.disconnect().connect());
    return false;
  }
}
