import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { Server } from 'socket.io';
import type { Settings } from '../../../config/settings.ts';
import { soonBackMs } from '../../../ivr/queue/comes-back.ts';
import type { Floor } from '../../../ivr/queue/floor.ts';
import type { FloorRules } from '../../../ivr/queue/floor-rules.ts';
import type { Logger } from '../../../log.ts';
import type { DeskGreeting, DeskToServer, PhoneKind, ServerToDesk } from '../../contract/live.ts';
import type { Operator } from '../../contract/shapes.ts';
import { isForeign, isHost } from '../session/origin.ts';
import { cameOverTls } from '../session/proxy.ts';
import type { CallMarks } from './call-marks.ts';
import { type OpenDesk, openDesk } from './desk.ts';
import type { Live } from './live.ts';
import type { DeskMessages } from './messages.ts';
import { type PhoneAccounts, phoneAccess, type Reached } from './phone-access.ts';
import { answerVerbs, type DeskData, type DeskSocket, floorVerbs, markVerbs, messageVerbs } from './verbs.ts';

export interface DesksParts {
  settings: Pick<Settings, 'address' | 'ports'>;
  log: Logger;
  floor: Floor;
  floorRules: Pick<FloorRules, 'knows'>;
  live: Live;
  marks: CallMarks;
  messages: DeskMessages;
  phones: PhoneAccounts;
  sessions: RequestHandler;
  /** Who is logged in with the session of this request, or null. */
  whoAsks(request: IncomingMessage): Promise<Operator | null>;
  /** Which of these sessions are good, and who may log in at all. Rejects when the database is away. */
  admitted(sessionIds: readonly string[]): Promise<{ sessions: ReadonlySet<string>; people: Operator[] }>;
  /** How often that is asked: a revoked session, and who was locked out, is out within this time. 1 s unless told. */
  lookAtSessionsMs?: number;
}

/**
 * The open desks, one an operator. The link carries the same cookie as the REST routes.
 *
 *   (none) ──connect──▶ open ──link lost──▶ (none), the floor waits for the desk to come back
 *                        │ another tab is opened: it takes over, this one is told `other-desk`
 *                        │ session revoked or over: told `revoked`, and the floor waits for a new log-in;
 *                        │ its owner was locked out: told `revoked`, and the floor waits for nobody
 *                        ▼
 *                      (none)
 *
 * A page whose link comes back (its computer slept) after another one was opened is told `other-desk`, too, and takes over nothing.
 */
export class Desks {
  readonly #parts: DesksParts;
  readonly #server: Server<DeskToServer, ServerToDesk, Record<string, never>, DeskData>;
  readonly #open = new Map<number, OpenDesk>();
  /** When the newest page of each operator was opened, also while it has no link. */
  readonly #newestAt = new Map<number, number>();
  readonly #looking: NodeJS.Timeout;
  #isLooking = false;
  /** Nobody could look last time: that is told once, not every second. */
  #isBlind = false;

  constructor(http: HttpServer, parts: DesksParts) {
    this.#parts = parts;
    this.#server = new Server(http, {
      serveClient: false,
      maxHttpBufferSize: 16_384,
      // A desk that sleeps says no word: it is gone after 4 to 6 s, and its caller is told.
      pingInterval: 2_000,
      pingTimeout: 4_000,
      allowRequest: (request, answer) => answer(null, isHost(hostOf(request)) && !isForeign(request)),
    });
    this.#server.engine.use(onlyFirst(parts.sessions));
    this.#server.use((socket, next) => void this.#recognise(socket).then(() => next(), next));
    this.#server.on('connection', (socket) => this.#connected(socket));
    this.#looking = setInterval(() => void this.#lookAtSessions(), parts.lookAtSessionsMs ?? 1_000);
    this.#looking.unref();
  }

  /** How many desks are open now. */
  get size(): number {
    return this.#open.size;
  }

  /**
   * Logged out on purpose. A desk that is open in another session of the same operator stays open.
   * @throws HolosError `desk.not-now` while talking
   */
  async logOut(operatorId: number, sessionId: string): Promise<void> {
    const desk = this.#open.get(operatorId);
    if (desk && desk.sessionId !== sessionId) return;
    this.#parts.floor.deskClosed(operatorId);
    if (desk) this.#drop(desk);
    await this.#parts.phones.release(operatorId, sessionId);
  }

  /** Ends a desk whose session is not good any more, or whose operator has left the company. @param tell tells the floor */
  async #revoke(desk: OpenDesk, tell: () => void): Promise<void> {
    const { operator, sessionId, socket } = desk;
    socket.emit('logged-out', 'revoked');
    this.#drop(desk);
    tell();
    await this.#parts.phones.forget(operator.id, sessionId);
  }

  async close(): Promise<void> {
    clearInterval(this.#looking);
    for (const desk of this.#open.values()) desk.stop();
    this.#open.clear();
    await this.#server.close();
  }

  /**
   * Who it is must be known before the link is there: a desk speaks in the very moment of connecting, and what is said to nobody
   * is lost.
   */
  async #recognise(socket: DeskSocket): Promise<void> {
    try {
      socket.data.operator = await this.#parts.whoAsks(socket.request);
    } catch (error) {
      this.#parts.log.error({ err: error }, 'it is not known whose desk it is');
      throw error;
    }
  }

  /** At once, so that no verb is lost; what is said before the floor knows of the desk waits for that. */
  #connected(socket: DeskSocket): void {
    const { log, live, floor, marks, phones, settings } = this.#parts;
    const request = socket.request as IncomingMessage & { sessionID?: string };
    const { operator } = socket.data;
    const sessionId = request.sessionID;
    if (!operator || sessionId === undefined) {
      socket.emit('logged-out', 'revoked');
      socket.disconnect(true);
      return;
    }
    const reached = reachedBy(request, settings);
    const { phone: chosen, awayMs, openedAt } = socket.handshake.auth as DeskGreeting;
    if (!this.#isNewest(operator.id, openedAt, socket)) return;
    const kind = chosen === 'sip' ? 'sip' : 'browser';
    const owner = { operatorId: operator.id, sessionId, kind } as const;
    const phone = {
      access: async () => phoneAccess(settings, reached, await phones.of(owner), kind),
      state: () => floor.phoneState(operator.id),
    };
    const desk = openDesk({ operator, sessionId, socket }, live, phone, log);
    this.#takeOver(desk);
    const opened = this.#comesToTheFloor(desk, kind, typeof awayMs === 'number' && awayMs <= soonBackMs);
    const does = {
      ...floorVerbs(floor, operator),
      ...markVerbs(marks, operator),
      ...messageVerbs(this.#parts.messages, operator),
      refresh: desk.refresh,
    };
    answerVerbs({ socket, role: operator.role, opened }, does, log);
    opened
      .then((isOpen) => (isOpen ? desk.refresh() : undefined))
      .catch((error: unknown) => {
        log.error({ err: error }, 'a desk could not be opened');
        socket.disconnect(true);
      });
  }

  /**
   * Whether no newer page of this operator was opened. One that is opened now is told when; it says so when its link comes back, so that
   * the newest is known after a restart, too, whichever comes first then.
   */
  #isNewest(operatorId: number, openedAt: unknown, socket: DeskSocket): boolean {
    const newestAt = this.#newestAt.get(operatorId) ?? 0;
    const isBack = typeof openedAt === 'number';
    const at = isBack ? openedAt : Math.max(Date.now(), newestAt + 1);
    if (at < newestAt) {
      socket.emit('logged-out', 'other-desk');
      socket.disconnect(true);
      return false;
    }
    this.#newestAt.set(operatorId, at);
    if (!isBack) socket.emit('opened', at);
    return true;
  }

  /** False where the operator has opened another one meanwhile. */
  async #comesToTheFloor(desk: OpenDesk, kind: PhoneKind, isBack: boolean): Promise<boolean> {
    const { operator } = desk;
    await this.#parts.live.knows(operator);
    if (this.#open.get(operator.id) !== desk) return false;
    this.#parts.floorRules.knows(operator);
    this.#parts.floor.deskOpened(operator.id, kind, isBack);
    return true;
  }

  /** One desk an operator: the newest. */
  #takeOver(desk: OpenDesk): void {
    const { operator, socket } = desk;
    const before = this.#open.get(operator.id);
    this.#open.set(operator.id, desk);
    socket.on('disconnect', () => {
      desk.stop();
      if (this.#open.get(operator.id) !== desk) return;
      this.#open.delete(operator.id);
      this.#parts.floor.deskLost(operator.id);
    });
    if (!before) return;
    before.socket.emit('logged-out', 'other-desk');
    before.stop();
    before.socket.disconnect(true);
  }

  #drop(desk: OpenDesk): void {
    this.#open.delete(desk.operator.id);
    desk.stop();
    desk.socket.disconnect(true);
  }

  async #lookAtSessions(): Promise<void> {
    const { admitted, floor, live, log } = this.#parts;
    const desks = [...this.#open.values()];
    if (this.#isLooking || desks.length === 0) return;
    this.#isLooking = true;
    try {
      const { sessions, people } = await admitted(desks.map(({ sessionId }) => sessionId));
      const mayWork = new Set(people.map(({ id }) => id));
      for (const desk of desks) {
        const { id } = desk.operator;
        if (this.#open.get(id) !== desk) continue;
        if (!mayWork.has(id)) await this.#revoke(desk, () => floor.lockedOut(id));
        else if (!sessions.has(desk.sessionId)) await this.#revoke(desk, () => floor.deskLost(id));
      }
      await live.peopleAre(people);
      this.#isBlind = false;
    } catch (error) {
      // The database is away: nobody is thrown out because of that.
      if (!this.#isBlind) log.warn({ err: error }, 'the sessions of open desks were not looked at');
      this.#isBlind = true;
    } finally {
      this.#isLooking = false;
    }
  }
}

/** The session is read when a link begins; the later requests of the same link carry its secret id. */
function onlyFirst(handler: RequestHandler): RequestHandler {
  return (request, response, next) => {
    const first = (request as { _query?: Record<string, string> })._query?.sid === undefined;
    if (first) handler(request, response, next);
    else next();
  };
}

function reachedBy(request: IncomingMessage, settings: DesksParts['settings']): Reached {
  return { secure: cameOverTls(request, settings), host: hostOf(request) };
}

function hostOf({ headers }: IncomingMessage): string {
  return headers.host ?? 'localhost';
}
