import type { Express, Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import { inTime } from '../../db/in-time.ts';
import { HolosError } from '../../errors.ts';
import { type Answer, type Route, type RouteName, routes } from '../contract/routes.ts';
import type { Operator } from '../contract/shapes.ts';
import { noteMethods } from './methods.ts';
import { within } from './within.ts';

/** How long the database may take for an answer: less than a person's patience, more than a busy moment. */
const usualMs = 5_000;

type Read<N extends RouteName, K extends 'params' | 'query' | 'body'> =
  (typeof routes)[N] extends Record<K, infer T extends z.ZodType> ? z.output<T> : undefined;

/** What a handler is given: everything read by the contract, and who asks. */
export interface Asked<N extends RouteName> {
  params: Read<N, 'params'>;
  query: Read<N, 'query'>;
  body: Read<N, 'body'>;
  /** Who is logged in. Undefined only where the contract lets anyone in. */
  operator: (typeof routes)[N]['may'] extends 'anyone' ? undefined : Operator;
  request: Request;
  response: Response;
  /** Fires when nobody waits for the answer any more: it was refused as too late, or whoever asked has gone. */
  signal: AbortSignal;
}

/** Answers by returning; a handler that has written to `response` itself returns `sent`. */
export type Handler<N extends RouteName> = (asked: Asked<N>) => Promise<Answer<N> | typeof sent>;
export type Handlers = { [N in RouteName]: Handler<N> };
export const sent = Symbol('sent');

export interface Routing {
  handlers: Handlers;
  /** Who is logged in, or null. */
  whoAsks(request: Request): Promise<Operator | null>;
  /** What stands before a route's handler. */
  guards: Partial<Record<RouteName, RequestHandler[]>>;
}

/** Registers every route of the contract; one without a handler does not compile. */
export function registerRoutes(app: Express, routing: Routing): void {
  const served = (Object.keys(routes) as RouteName[]).map((name) => {
    const route: Route = routes[name];
    const path = route.path.replace(/\{(\w+)\}/g, ':$1');
    app[route.method](path, ...(routing.guards[name] ?? []), handle(name, route, routing));
    return { path, method: route.method };
  });
  noteMethods(app, served);
}

function handle<N extends RouteName>(name: N, route: Route, routing: Routing): RequestHandler {
  // The contract's types are those of its schemas; here, where they meet, one cast says so for all routes.
  const handler = routing.handlers[name] as unknown as (asked: unknown) => Promise<unknown>;
  return async (request, response) => {
    const operator =
      route.may === 'anyone' ? undefined : await inTime(demandOperator(route, request, routing), usualMs);
    if (route.body) demandJson(request);
    const over = new AbortController();
    response.once('close', () => over.abort(new HolosError('desk.too-late', 'Whoever asked has gone.')));
    const asked = {
      params: read(route.params, request.params, 'address'),
      query: read(route.query, request.query, 'query'),
      body: read(route.body, request.body, 'body'),
      operator,
      request,
      response,
      signal: over.signal,
    };
    const answer = await inTimeFor(route, handler(asked)).catch((error) => {
      over.abort(error);
      throw error;
    });
    if (answer !== sent) response.set('Cache-Control', 'no-store').json(answer);
  };
}

/**
 * A sound takes as long as it is listened to, and a file or an upload as long as its way is. Anything else has a limit: a database that is
 * frozen answers nothing at all. What was begun then goes on, and may still be written, unless it heeds the signal it is given.
 * @throws HolosError `db.away`, `desk.too-late`, and what the work throws
 */
function inTimeFor<T>({ sound, file, upload, longestMs }: Route, work: Promise<T>): Promise<T> {
  if (sound || file || upload) return work;
  return longestMs === undefined ? inTime(work, usualMs) : within(longestMs, work);
}

async function demandOperator(route: Route, request: Request, routing: Routing): Promise<Operator> {
  const operator = await routing.whoAsks(request);
  if (!operator) throw new HolosError('session.none', 'Log in first.');
  if (route.may !== 'anyone' && !route.may.includes(operator.role)) {
    throw new HolosError('session.may-not', 'Your role may not do this.');
  }
  return operator;
}

function demandJson(request: Request): void {
  if (request.is('json')) return;
  throw new HolosError('request.not-json', 'Send JSON, with Content-Type: application/json.');
}

function read(schema: z.ZodType | undefined, value: unknown, what: string): unknown {
  if (!schema) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => [...issue.path, issue.message].join(' '));
  throw new HolosError('request.invalid', `The ${what} is not right: ${faults.join('; ')}`);
}
