import express, { type Express, type Request } from 'express';
import type { ListenLog } from '../../db/listen-log.ts';
import { findOperator } from '../../db/queries/operators.ts';
import type { Operator } from '../contract/shapes.ts';
import { answerFailures } from './failures.ts';
import { answerHealth } from './figures/health.ts';
import type { Figures } from './figures/metrics.ts';
import type { CallMarks } from './live/call-marks.ts';
import type { Desks } from './live/desks.ts';
import { answerOthers, noteMethods } from './methods.ts';
import { describeApi } from './openapi.ts';
import type { DeskServerParts } from './parts.ts';
import { presentOperator } from './present/operator.ts';
import { accountRoutes } from './routes/accounts.ts';
import { announcementRoutes } from './routes/announcements.ts';
import { callbackRoutes } from './routes/callbacks.ts';
import { callRoutes } from './routes/calls.ts';
import { campaignRoutes } from './routes/campaigns.ts';
import { companyRoutes } from './routes/company.ts';
import { feedbackRoutes } from './routes/feedback.ts';
import { figureRoutes } from './routes/figures.ts';
import { incidentRoutes } from './routes/incidents.ts';
import { messageRoutes } from './routes/messages.ts';
import { peopleRoutes } from './routes/people.ts';
import { promptRoutes } from './routes/prompts.ts';
import { queueRoutes } from './routes/queues.ts';
import { readingRoutes } from './routes/readings.ts';
import { recordingRoutes } from './routes/recordings.ts';
import { requestRoutes } from './routes/requests.ts';
import { residentRoutes } from './routes/residents.ts';
import { sessionRoutes } from './routes/session.ts';
import { registerRoutes } from './routing.ts';
import { secureHeaders } from './security.ts';
import { type LoginLimits, limitTries } from './session/limits.ts';
import { refuseCrookedHost, refuseForeign } from './session/origin.ts';
import { isOfThisMachine } from './session/proxy.ts';
import type { sessions } from './session/session.ts';
import { serveDesk } from './web.ts';
import { within } from './within.ts';

export interface AppParts extends DeskServerParts {
  marks: CallMarks;
  figures: Figures;
  listens: ListenLog;
  sessions: ReturnType<typeof sessions>;
  /** Made after the app, around the same HTTP server. */
  desks: () => Desks;
  limits?: LoginLimits;
  deskFolder: string;
}

/** The order matters: what costs nothing and refuses most stands first. */
export function createApp(parts: AppParts): Express {
  const { settings, log, db, figures } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', (peer: string) => isOfThisMachine(peer, settings));
  app.set('etag', false);
  app.use(figures.measure);
  app.use(refuseCrookedHost, secureHeaders(settings));
  answerHealth(app, {
    node: parts.node,
    figures,
    recordings: parts.recordingHealth,
    companyFault: parts.companyFault ?? null,
    databaseAnswers: () => databaseAnswers(parts),
  });
  app.use('/api', refuseForeign);
  const api = describeApi();
  app.get('/api/openapi.json', (_request, response) => void response.json(api));
  app.use('/api', parts.sessions, express.json({ limit: '1mb' }));
  registerRoutes(app, {
    handlers: {
      ...sessionRoutes({ db, log, desks: { logOut: (...who) => parts.desks().logOut(...who) } }),
      ...companyRoutes(parts.company),
      ...callRoutes(parts),
      ...figureRoutes(parts),
      ...recordingRoutes(parts.recordings, parts.listens),
      ...messageRoutes(db, parts.voiceMessages, parts.listens),
      ...feedbackRoutes(db),
      ...residentRoutes(db, parts.company),
      ...accountRoutes(parts.accounts),
      ...readingRoutes(db),
      ...requestRoutes(db, parts.company, log, parts.requests, parts.marks),
      ...callbackRoutes(db, parts.company, (callbackId) =>
        parts.bus.emit('callback', { callbackId, placeIsOver: true }),
      ),
      ...campaignRoutes(parts.dialer),
      ...incidentRoutes(db, parts.incidents),
      ...announcementRoutes(parts.announcements),
      ...promptRoutes(parts.prompts, log),
      ...queueRoutes(parts),
      ...peopleRoutes(parts),
    },
    whoAsks: (request) => whoAsks(parts, request),
    guards: {
      logIn: [limitTries(parts.limits)],
      // Who finds a desk open must not find out its owner's password.
      changePassword: [limitTries(parts.limits, ({ session }) => String(session.operatorId ?? ''))],
    },
  });
  noteMethods(app, [{ path: '/api/openapi.json', method: 'get' }]);
  app.use('/api', answerOthers);
  serveDesk(app, parts.deskFolder);
  app.use(answerFailures(log));
  return app;
}

/** Looked up each time: who was taken off the list is out at once. */
export async function whoAsks(
  { db }: Pick<AppParts, 'db'>,
  request: { session?: Partial<Request['session']> },
): Promise<Operator | null> {
  const id = request.session?.operatorId;
  if (id === undefined) return null;
  const operator = await findOperator(db, id);
  return operator?.active ? presentOperator(operator) : null;
}

async function databaseAnswers({ db, log }: Pick<AppParts, 'db' | 'log'>): Promise<boolean> {
  try {
    await within(2_000, findOperator(db, 0));
    return true;
  } catch (error) {
    log.warn({ err: error }, 'the database does not answer');
    return false;
  }
}
