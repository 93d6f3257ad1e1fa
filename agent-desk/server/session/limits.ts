import type { RequestHandler } from 'express';
import { type Options, rateLimit } from 'express-rate-limit';
import { HolosError } from '../../../errors.ts';

export interface LoginLimits {
  windowMs: number;
  failuresPerLogin: number;
  failuresPerAddress: number;
}

export const usualLimits: LoginLimits = {
  windowMs: 5 * 60_000,
  failuresPerLogin: 10,
  failuresPerAddress: 40,
};

/**
 * How often a log-in may fail: for one login (from anywhere) and from one address (for any login). Only failures count.
 * Kept in memory: a restart forgives, which is worth less than a table.
 */
export function limitTries(limits: LoginLimits = usualLimits): RequestHandler[] {
  const common: Partial<Options> = {
    windowMs: limits.windowMs,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    requestWasSuccessful: (_request, response) => response.statusCode !== 401,
    skipSuccessfulRequests: true,
    handler: (_request, _response, next) => {
      const message = 'Too many tries to log in. Wait a few minutes, then try again.';
      next(new HolosError('session.too-many-tries', message));
    },
  };
  return [
    rateLimit({ ...common, limit: limits.failuresPerAddress }),
    rateLimit({
      ...common,
      limit: limits.failuresPerLogin,
      keyGenerator: (request) => loginOf(request.body),
    }),
  ];
}

function loginOf(body: unknown): string {
  const login = (body as { login?: unknown } | undefined)?.login;
  return typeof login === 'string' ? login.trim().toLowerCase().slice(0, 40) : '';
}
