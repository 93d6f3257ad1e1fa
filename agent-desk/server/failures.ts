import type { ErrorRequestHandler } from 'express';
import { isAway } from '../../db/faults.ts';
import { NobodyToCall } from '../../dialer/dialer.ts';
import { codeOf, HolosError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { FailureTold } from '../contract/shapes.ts';

/** What leaves the server when something went wrong: never a stack, never an inner detail. */
export interface Failure extends FailureTold {
  status: number;
}

/** By code. What is not here is a fault of ours. */
export const statuses: Record<string, number> = {
  'request.invalid': 400,
  'session.none': 401,
  'session.wrong': 401,
  'password.wrong': 401,
  'session.may-not': 403,
  'request.foreign-origin': 403,
  'api.unknown': 404,
  'api.method': 405,
  'call.unknown': 404,
  'figures.times': 400,
  'recording.unknown': 404,
  'recording.lost': 404,
  'message.none': 404,
  'message.lost': 404,
  'feedback.unknown': 404,
  'resident.unknown': 404,
  'account.unknown': 404,
  'request.unknown': 404,
  'category.unknown': 400,
  'callback.unknown': 404,
  'reading.unknown': 404,
  'reading.not-now': 409,
  'campaign.unknown': 404,
  'campaign.nobody': 400,
  'campaign.finished': 409,
  'incident.unknown': 404,
  'incident.unknown-kind': 400,
  'incident.unknown-building': 400,
  'incident.times': 400,
  'incident.not-now': 409,
  'announcement.unknown': 404,
  'announcement.unknown-hotline': 400,
  'announcement.unknown-prompt': 400,
  'announcement.empty': 400,
  'announcement.unspeakable': 400,
  'announcement.times': 400,
  'announcement.not-now': 409,
  'prompt.unknown': 404,
  'take.unknown': 404,
  'take.unknown-name': 404,
  'take.too-large': 413,
  'take.unreadable': 400,
  'take.rate': 400,
  'take.silent': 400,
  'take.too-quiet': 400,
  'take.clipped': 400,
  'take.too-short': 400,
  'take.too-long': 400,
  'people.unknown': 404,
  'people.bad-login': 400,
  'people.bad-name': 400,
  'people.login-taken': 409,
  'people.yourself': 403,
  'people.last-administrator': 409,
  'operator.unknown': 404,
  'operator.no-desk': 409,
  'operator.no-phone': 409,
  'operator.not-taking': 409,
  'call.not-waiting': 409,
  'queue.unknown': 404,
  'queue.overflow': 400,
  'skills.unknown-skill': 400,
  'floor.changed-meanwhile': 409,
  'desk.not-now': 409,
  'desk.colleague-busy': 409,
  'desk.number-refused': 403,
  'desk.no-microphone': 409,
  'desk.no-disposition': 409,
  'disposition.unknown': 400,
  'call.not-yours': 403,
  'supervise.taken': 409,
  'request.not-now': 409,
  'request.not-json': 415,
  'session.too-many-tries': 429,
  'message.too-many': 429,
  'ari.down': 503,
  'desk.too-late': 503,
  'ari.timeout': 503,
  'ami.down': 503,
  'ami.timeout': 503,
};

/** What the library that reads bodies calls its errors. */
const bodyFaults: Record<string, Failure> = {
  'entity.parse.failed': { status: 400, code: 'request.not-json', message: 'The body is not valid JSON.' },
  'entity.too.large': { status: 413, code: 'request.too-large', message: 'The body is larger than 1 MB.' },
  'encoding.unsupported': { status: 415, code: 'request.not-json', message: 'Send plain JSON in UTF-8.' },
  'charset.unsupported': { status: 415, code: 'request.not-json', message: 'Send plain JSON in UTF-8.' },
};

/** Any error as an answer. What nobody foresaw is 500 and says nothing of the inside. */
export function failureOf(error: unknown): Failure {
  const code = codeOf(error);
  const status = statuses[code];
  if (error instanceof HolosError && status) {
    const refused = error instanceof NobodyToCall && { refused: error.refused };
    return { status, code, message: error.message, ...refused };
  }
  if (isAway(error)) {
    // Worth trying again, so 503 and not 500.
    return { status: 503, code: 'database.away', message: 'The database does not answer. Try again soon.' };
  }
  const { type, status: given } = (error ?? {}) as { type?: unknown; status?: unknown };
  const fault = typeof type === 'string' ? bodyFaults[type] : undefined;
  if (fault) return fault;
  if (typeof given === 'number' && given >= 400 && given < 500) {
    return { status: given, code: 'request.invalid', message: 'The request cannot be read.' };
  }
  return { status: 500, code: 'unexpected', message: 'Something went wrong here; it is in the log.' };
}

/** The last handler of the app. */
export function answerFailures(log: Logger): ErrorRequestHandler {
  return (error, request, response, next) => {
    const { status, ...told } = failureOf(error);
    if (status >= 500)
      log.error(
        { err: error, code: told.code, method: request.method, path: request.path },
        'a request failed',
      );
    if (response.headersSent) {
      next(error);
      return;
    }
    response.status(status).json(told);
  };
}
