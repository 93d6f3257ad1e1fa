import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import { HolosError } from '../../../errors.ts';
import { Tries } from './tries.ts';

export interface LoginLimits {
  windowMs: number;
  failuresPerLogin: number;
  failuresPerAddress: number;
  /** How long a log-in may wait until others have ended. */
  longestWaitMs: number;
}

export const usualLimits: LoginLimits = {
  windowMs: 5 * 60_000,
  failuresPerLogin: 10,
  failuresPerAddress: 40,
  longestWaitMs: 5_000,
};

/**
 * How often a password may be wrong: for one login (from anywhere) and from one address (for any login). Only failures count, so a whole
 * shift comes in at one moment from behind one proxy; and however many guesses are sent at once, only so many are looked at.
 * Kept in memory: a restart forgives, which is worth less than a table.
 */
export function limitTries(
  limits: LoginLimits = usualLimits,
  whose: (request: Request) => string = loginOf,
): RequestHandler {
  const fromAddress = new Tries(limits.failuresPerAddress, limits.windowMs);
  const forOne = new Tries(limits.failuresPerLogin, limits.windowMs);
  return async (request, response, next) => {
    const waiting = new AbortController();
    const giveUp = () => waiting.abort(new HolosError('desk.too-late', 'Too many log in now. Try again.'));
    const limit = setTimeout(giveUp, limits.longestWaitMs);
    response.once('close', giveUp);
    const begun: Awaited<ReturnType<Tries['begin']>>[] = [];
    const end = (how: { failed: boolean }) => {
      for (const one of begun) one(how);
    };
    try {
      begun.push(await fromAddress.begin(ipKeyGenerator(request.ip ?? ''), waiting.signal));
      begun.push(await forOne.begin(whose(request), waiting.signal));
      // Who has gone meanwhile is not served, and his end would not be heard of any more.
      if (response.closed) giveUp();
      waiting.signal.throwIfAborted();
    } catch (error) {
      end({ failed: false });
      const { retryAfterSeconds } = error instanceof HolosError ? error.details : {};
      if (retryAfterSeconds !== undefined) response.set('Retry-After', String(retryAfterSeconds));
      next(error);
      return;
    } finally {
      clearTimeout(limit);
      response.off('close', giveUp);
    }
    // Who goes before the answer may have guessed wrong.
    response.once('close', () => end({ failed: response.statusCode === 401 || !response.writableFinished }));
    next();
  };
}

function loginOf({ body }: Request): string {
  const login = (body as { login?: unknown } | undefined)?.login;
  return typeof login === 'string' ? login.trim().toLowerCase().slice(0, 40) : '';
}
