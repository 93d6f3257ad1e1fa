import type { RequestHandler } from 'express';
import session from 'express-session';
import type { SessionStore } from './store.ts';

declare module 'express-session' {
  interface SessionData {
    operatorId: number;
  }
}

/**
 * Who has asked for nothing so long logs in again. Whoever works is not thrown out, also in a shift of a day and a night; nor is a wall,
 * which asks for its figures by itself. The live link alone prolongs nothing: a desk that was left open is closed.
 */
const longestIdleMs = 16 * 60 * 60_000;

/**
 * The cookie `holos`: not for scripts, not sent by foreign pages, and only over TLS where the desk is served so. A session is
 * destroyed by who logs out, and never (`unset: 'destroy'`) because it could not be read for a while.
 */
export function sessions(store: SessionStore, secret: string): RequestHandler {
  return session({
    name: 'holos',
    secret,
    store,
    resave: false,
    saveUninitialized: false,
    // The browser must keep the cookie as long as the store keeps the session, which every answer prolongs.
    rolling: true,
    cookie: { httpOnly: true, sameSite: 'strict', secure: 'auto', maxAge: longestIdleMs },
  });
}
