import {
  type Answer,
  type BodyInput,
  failure,
  type QueryInput,
  type Route,
  type RouteName,
  routes,
} from './contract.ts';
import { DeskFailure } from './failure.ts';

interface Asked<N extends RouteName> {
  id?: string | number;
  query?: QueryInput<N>;
  body?: BodyInput<N>;
  /** Sent as it is, where the route takes a file. */
  file?: Blob;
  signal?: AbortSignal;
}

const longestAnswerMs = 15_000;
/** A large file takes its time on the way. */
const longestUploadMs = 120_000;

/** Told when the server knows no session any more. */
export const sessionOver = { tell: (): void => undefined };

/** Asks the server by the name of the route. Throws DeskFailure; an answer of another shape than the contract's is one, too. */
export async function ask<N extends RouteName>(name: N, asked: Asked<N> = {}): Promise<Answer<N>> {
  const route: Route = routes[name];
  const response = await send(route, asked);
  if (!response.ok) {
    const failed = await failureIn(response);
    if (failed.code === 'session.none') sessionOver.tell();
    throw failed;
  }
  const parsed = route.answer.safeParse(response.status === 204 ? null : await json(response));
  if (!parsed.success)
    throw new DeskFailure('unreadable', `${route.path} answered something else`, parsed.error);
  return parsed.data as Answer<N>;
}

/** The address of a route, `{id}` and the query filled in. */
export function addressOf(path: string, id?: string | number, query?: object): string {
  const filled = path.replace('{id}', encodeURIComponent(String(id ?? '')));
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString();
  return search ? `${filled}?${search}` : filled;
}

async function send<N extends RouteName>(
  route: Route,
  { id, query, body, file, signal }: Asked<N>,
): Promise<Response> {
  const limit = AbortSignal.timeout(file ? longestUploadMs : longestAnswerMs);
  try {
    return await fetch(addressOf(route.path, id, query), {
      method: route.method.toUpperCase(),
      credentials: 'same-origin',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      ...(file && { headers: { 'content-type': 'application/octet-stream' }, body: file }),
    });
  } catch (error) {
    if (signal?.aborted) throw new DeskFailure('aborted', 'No longer wanted', error);
    throw new DeskFailure(limit.aborted ? 'timeout' : 'offline', 'The server was not reached', error);
  }
}

async function json(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DeskFailure('unreadable', 'The answer is not JSON', error);
  }
}

async function failureIn(response: Response): Promise<DeskFailure> {
  const told = failure.safeParse(await json(response).catch(() => null));
  if (told.success) {
    const { code, message, refused } = told.data;
    return new DeskFailure(code, message, undefined, refused);
  }
  return new DeskFailure('unexpected', `The server answered ${response.status}`);
}
