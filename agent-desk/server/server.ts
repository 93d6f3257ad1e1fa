import { createServer, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import path from 'node:path';
import type { Request } from 'express';
import type { Database } from '../../db/connect.ts';
import { inTime } from '../../db/in-time.ts';
import { ListenLog } from '../../db/listen-log.ts';
import { listOperators } from '../../db/queries/operators.ts';
import { goodSessions } from '../../db/queries/sessions.ts';
import { codeOf, HolosError } from '../../errors.ts';
import { createApp, whoAsks } from './app.ts';
import { Figures } from './figures/metrics.ts';
import { serviceLevels } from './figures/queue-figures.ts';
import { CallMarks } from './live/call-marks.ts';
import { Desks } from './live/desks.ts';
import { Live } from './live/live.ts';
import { DeskMessages } from './live/messages.ts';
import { PhoneAccounts } from './live/phone-access.ts';
import { databaseWorld } from './live/world-db.ts';
import type { DeskServerParts } from './parts.ts';
import { presentOperator } from './present/operator.ts';
import { rulesShown } from './rules-shown.ts';
import type { LoginLimits } from './session/limits.ts';
import { sessionSecret } from './session/secret.ts';
import { sessions } from './session/session.ts';
import { SessionStore } from './session/store.ts';
import { within } from './within.ts';

export interface DeskServer {
  /** Takes connections on `settings.address` and the desk's port. @throws HolosError `desk.port-taken` */
  listen(): Promise<void>;
  /** Ends every connection; the desks come back by themselves when a server listens again. */
  close(): Promise<void>;
}

export interface DeskServerOptions {
  limits?: LoginLimits;
  /** Where the built desk lies. */
  deskFolder?: string;
  lookAtSessionsMs?: number;
}

/** How long the desks' links may take to say goodbye when the server closes. */
const goodbyeMs = 500;

/**
 * How long a connection with nothing to do is kept: longer than a proxy before us keeps it (nginx 60 s). Were it ended from here, a request that is
 * just on its way would fail. Node's own 5 s end it while an operator reads.
 */
const idleMs = 75_000;

const builtDesk = path.resolve(import.meta.dirname, '../../dist/desk');

/**
 * The desk's server: REST, the live link, the figures and the desk itself. The database must answer: what stands on the desks
 * is read from it first.
 */
export async function createDeskServer(
  parts: DeskServerParts,
  options: DeskServerOptions = {},
): Promise<DeskServer> {
  const { bus, log, floor, company, db, settings } = parts;
  const store = new SessionStore(db, log);
  const cookies = sessions(store, await sessionSecret(settings.home));
  const nodes = () => ({ [parts.node.name]: parts.node.state });
  const { linesInUse, stepsWritten = async () => undefined } = parts;
  const world = databaseWorld(db, [parts.node.name], company);
  const rules = rulesShown(parts);
  const campaignsRestUntil = () => parts.dialer.restsUntil;
  const live = new Live({
    ...{ world, bus, log, floor, company, nodes, linesInUse, campaignsRestUntil, stepsWritten, rules },
  });
  await live.start();
  const figures = new Figures(
    bus,
    live.state,
    () => desks.size,
    parts.recordingHealth,
    () => serviceToday(parts, live.state.midnight),
  );
  const known = (callId: string) => live.state.calls.get(callId);
  const marks = new CallMarks({ ...parts, known, stepsWritten });
  const listens = new ListenLog({ db, log });
  const app = createApp({
    ...parts,
    marks,
    listens,
    figures,
    sessions: cookies,
    desks: () => desks,
    limits: options.limits,
    deskFolder: options.deskFolder ?? builtDesk,
  });
  const http = createServer({ keepAliveTimeout: idleMs }, app);
  const sockets = new Set<Socket>();
  http.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const desks: Desks = new Desks(http, {
    settings,
    log,
    floor,
    floorRules: parts.floorRules,
    live,
    marks,
    messages: new DeskMessages({ db, bus }),
    sessions: cookies,
    admitted: (ids) => inTime(admitted(db, ids)),
    lookAtSessionsMs: options.lookAtSessionsMs,
    phones: new PhoneAccounts(parts.phones),
    whoAsks: (request: IncomingMessage) => whoAsks(parts, request as Request),
  });
  return {
    listen: () => listen(http, settings),
    async close() {
      const closed = desks.close();
      // A browser that does not answer any more, or a connection kept open for a next request, is not waited for.
      const cut = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, goodbyeMs);
      await closed;
      clearTimeout(cut);
      figures.close();
      store.close();
      await Promise.all([live.stop(), listens.close()]);
    },
  };
}

/** None where the database does not answer: the other figures are told all the same. */
async function serviceToday(
  parts: DeskServerParts,
  midnight: Date,
): Promise<[queue: string, share: number][]> {
  try {
    return await within(2_000, serviceLevels(parts, midnight));
  } catch (error) {
    parts.log.warn({ err: error }, 'the service level of today cannot be told');
    return [];
  }
}

async function listen(http: ReturnType<typeof createServer>, settings: DeskServerParts['settings']) {
  const { address, ports } = settings;
  try {
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject);
      http.listen({ port: ports.desk, host: address }, () => {
        http.off('error', reject);
        resolve();
      });
    });
  } catch (error) {
    if (codeOf(error) !== 'EADDRINUSE') throw error;
    const message = `Port ${ports.desk}, where the desk should be, is taken by another program: stop that, or set HOLOS_PORT_BASE.`;
    throw new HolosError('desk.port-taken', message, { port: ports.desk }, error);
  }
}

async function admitted(db: Database, sessionIds: readonly string[]) {
  const [sessions, operators] = await Promise.all([goodSessions(db, sessionIds), listOperators(db)]);
  return { sessions, people: operators.map(presentOperator) };
}
