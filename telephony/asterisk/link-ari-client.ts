import { createRequire } from 'node:module';
import ari from 'ari-client';
import { type AriDoor, sendAri } from './link-ari-http.ts';
import { AriError } from './link-errors.ts';

// ari-client knows ARI's operations: it reads their description from Asterisk and builds each request. Sending is ours,
// because its own sender opens a connection each time, has no limit, loses the HTTP status, throws where nobody can catch
// and keeps one login for the whole process. Its one way out is swagger-client's SwaggerHttp.execute, which is replaced here.

/** What swagger-client hands to its sender. */
interface SwaggerRequest {
  url: string;
  method: string;
  body?: unknown;
  on: { error(answer: unknown): void; response(answer: unknown): void };
}

interface SwaggerClient {
  SwaggerHttp: { prototype: { execute(request: SwaggerRequest): void } };
}

export type AriClient = ari.Client;

const fromAriClient = createRequire(createRequire(import.meta.url).resolve('ari-client'));
const swagger = fromAriClient('swagger-client') as SwaggerClient;

/** By origin: whose login the requests for the description use. */
const doors = new Map<string, AriDoor>();
const describeLimitMs = 5000;

/** Set while an operation's request is being built, which ari-client does before it returns. */
let built: ((request: SwaggerRequest) => void) | undefined;

swagger.SwaggerHttp.prototype.execute = (request) => {
  if (built) built(request);
  else answerDescription(request);
};

/** Part of the description of ARI. */
function answerDescription(request: SwaggerRequest): void {
  const { origin, pathname: path } = new URL(request.url);
  const door = doors.get(origin);
  if (!door) {
    failDescription(request, 0, `nobody is logged in at ${origin}`);
    return;
  }
  sendAri(door, { method: 'GET', path, name: `the description ${path}`, limitMs: describeLimitMs })
    .then((description) => request.on.response({ obj: asNewerSwagger(description), status: 200 }))
    .catch((error: unknown) =>
      failDescription(request, error instanceof AriError ? error.status : 0, String(error)),
    );
}

/** swagger-client rejects what waits for the description, and then also throws a text, which nobody could catch. */
function failDescription(request: SwaggerRequest, status: number, statusText: string): void {
  try {
    request.on.error({ status, statusText });
  } catch (thrown) {
    if (typeof thrown !== 'string') throw thrown;
  }
}

/** Asterisk's description reads the same in both, and swagger-client complains of 1.1 on the console. */
function asNewerSwagger(description: unknown): object {
  return { ...(description as object), swaggerVersion: '1.2' };
}

/**
 * Reads what operations this Asterisk's ARI has.
 * @throws AriError as `sendAri`; a wrong login is `ari.refused` with status 401.
 */
export async function describeAri(door: AriDoor, signal: AbortSignal): Promise<AriClient> {
  // ari-client's first request has no limit, so it is made only to a node that has just answered.
  await sendAri(door, {
    method: 'GET',
    path: '/ari/asterisk/ping',
    name: 'asterisk.ping',
    limitMs: describeLimitMs,
    signal,
  });
  doors.set(door.origin, door);
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    limit = setTimeout(
      () => reject(new AriError('ari.timeout', 'Asterisk did not describe its ARI in time.')),
      describeLimitMs,
    );
  });
  try {
    return await Promise.race([ari.connect(door.origin, door.user, door.password), late]);
  } catch (error) {
    if (error instanceof AriError) throw error;
    throw new AriError('ari.failed', `Asterisk did not describe its ARI: ${String(error)}`, 0, {}, error);
  } finally {
    clearTimeout(limit);
    doors.delete(door.origin);
  }
}

/**
 * One operation by its ari-client name. Body fields stand under `body`; the rest are path and query parameters.
 * @throws AriError as `sendAri`; `ari.refused` for an operation that does not exist or lacks a parameter.
 */
export function callAri(
  client: AriClient,
  door: AriDoor,
  operation: {
    resource: string;
    name: string;
    parameters: Record<string, unknown>;
    limitMs: number;
    signal: AbortSignal;
  },
): Promise<unknown> {
  const { resource, parameters, limitMs, signal } = operation;
  const name = `${resource}.${operation.name}`;
  const run = operationOf(client, resource, operation.name);
  if (!run) return Promise.reject(new AriError('ari.refused', `ARI has no operation ${name}.`));
  return new Promise((resolve, reject) => {
    let sent = false;
    built = ({ url, method, body }) => {
      sent = true;
      const { pathname, search } = new URL(url);
      const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
      resolve(sendAri(door, { method, path: pathname + search, body: text, name, limitMs, signal }));
    };
    try {
      run(parameters).catch((fault: unknown) => {
        if (!sent) reject(new AriError('ari.refused', `${name} cannot be asked: ${String(fault)}`));
      });
    } finally {
      built = undefined;
    }
  });
}

type Operation = (parameters: Record<string, unknown>) => Promise<unknown>;

function operationOf(client: AriClient, resource: string, name: string): Operation | undefined {
  const known = Object.hasOwn(client, resource)
    ? (client[resource as keyof AriClient] as unknown)
    : undefined;
  if (typeof known !== 'object' || known === null || !Object.hasOwn(known, name)) return undefined;
  return (known as Record<string, Operation>)[name];
}
