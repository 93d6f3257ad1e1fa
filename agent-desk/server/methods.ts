import type { Express, RequestHandler, Response } from 'express';
import { HolosError } from '../../errors.ts';

/** What may be asked at an address, as far as it is known: several paths may fit one, as `/api/calls/{id}` fits another's name. */
function allowedAt(response: Response): Set<string> {
  response.locals.allowed ??= new Set();
  return response.locals.allowed;
}

/** Remembers what may be asked at these paths, for whoever asks otherwise. Stands behind what answers them. */
export function noteMethods(app: Express, routes: readonly { path: string; method: string }[]): void {
  for (const { path, method } of routes)
    app.all(path, (_request, response, next) => {
      const allowed = allowedAt(response).add(method.toUpperCase()).add('OPTIONS');
      // Express answers it as a GET, without the body.
      if (method === 'get') allowed.add('HEAD');
      next();
    });
}

/**
 * Answers what nobody has: 404 where there is nothing, 405 where something else may be asked (RFC 9110, 15.5.6), and OPTIONS there with
 * what that is.
 */
export const answerOthers: RequestHandler = (request, response) => {
  const allowed = [...allowedAt(response)].sort();
  if (allowed.length === 0)
    throw new HolosError('api.unknown', 'There is nothing here. What there is: /api/openapi.json');
  response.set('Allow', allowed.join(', '));
  if (request.method !== 'OPTIONS')
    throw new HolosError('api.method', `This cannot be done here. What can be: ${allowed.join(', ')}.`);
  response.status(204).end();
};
