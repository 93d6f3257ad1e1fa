import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { HolosError } from '../../../errors.ts';

/**
 * Whether a page of another site sent this. Browsers say so in `Sec-Fetch-Site`; older ones in `Origin`, which must then
 * name the host that was asked. Programs that are no browsers send neither, and carry no cookie that a page could misuse.
 */
export function isForeign(request: Pick<IncomingMessage, 'headers'>): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin } = request.headers;
  if (origin === undefined) return false;
  const host = request.headers['x-forwarded-host'] ?? request.headers.host;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}

/** Whether this is a name or an address, perhaps with a port, as a browser writes it: it comes into headers and addresses of ours. */
export function isHost(host: string): boolean {
  return /^[\w.:[\]-]+$/.test(host) && URL.canParse(`http://${host}`);
}

/** Refuses what was sent to a host that there cannot be. HTTP/1.0 names none. */
export const refuseCrookedHost: RequestHandler = ({ headers }, _response, next) => {
  if (isHost(headers.host ?? 'localhost')) return next();
  throw new HolosError('request.invalid', 'The Host of the request is no name of a computer.');
};

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Refuses what would change something when a foreign page sent it. */
export const refuseForeign: RequestHandler = (request, _response, next) => {
  if (safe.has(request.method) || !isForeign(request)) return next();
  throw new HolosError('request.foreign-origin', 'This was sent by a page of another site.');
};
