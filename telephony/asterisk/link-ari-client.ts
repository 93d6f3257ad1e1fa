import { createRequire } from 'node:module';
import ari from 'ari-client';
import { timeLimit } from '../../time-limit.ts';
import { type AriDoor, type AriRequest, pingAri, sendAri } from './link-ari-http.ts';
import { AriError } from './link-errors.ts';
import type { AriOperation } from './node.ts';

// ari-client knows ARI's operations: it reads their description from Asterisk. Building and sending requests is ours, because
// its own sender opens a connection each time, has no limit, loses the HTTP status, throws where nobody can catch and keeps
// one login for the whole process. Its one way out is swagger-client's SwaggerHttp.execute, which is replaced here.

/** What swagger-client hands to its sender. */
interface SwaggerRequest {
  url: string;
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

/** Part of the description of ARI: nothing else is asked through ari-client. */
swagger.SwaggerHttp.prototype.execute = (request) => {
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
};

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
  await pingAri(door, describeLimitMs, signal);
  doors.set(door.origin, door);
  let stopLimit = () => {};
  const late = new Promise<never>((_, reject) => {
    stopLimit = timeLimit(describeLimitMs, () =>
      reject(new AriError('ari.timeout', 'Asterisk did not describe its ARI in time.')),
    );
  });
  try {
    return await Promise.race([ari.connect(door.origin, door.user, door.password), late]);
  } catch (error) {
    if (error instanceof AriError) throw error;
    throw new AriError('ari.failed', `Asterisk did not describe its ARI: ${String(error)}`, 0, {}, error);
  } finally {
    stopLimit();
    doors.delete(door.origin);
  }
}

/**
 * The request that an operation stands for. It is built here from the description that ari-client has read: ari-client takes
 * longer to build one than Asterisk to carry it out.
 * @throws AriError `ari.refused` for an operation that does not exist or lacks a parameter
 */
export function requestOf(
  client: AriClient,
  { resource, operation, parameters }: AriOperation,
): Pick<AriRequest, 'name' | 'method' | 'path' | 'body'> {
  const name = `${resource}.${operation}`;
  const described = describedAs(client, resource, operation);
  if (!described) throw new AriError('ari.refused', `ARI has no operation ${name}.`);
  let { path } = described;
  const query: string[] = [];
  for (const { name: parameter, paramType } of described.parameters) {
    const value = parameters[parameter];
    const isGiven = value !== undefined && value !== null && value !== '';
    if (paramType === 'path') {
      if (!isGiven) throw new AriError('ari.refused', `${name} cannot be asked: it lacks ${parameter}.`);
      path = path.replace(`{${parameter}}`, encodeURIComponent(String(value)));
    } else if (paramType === 'query' && value !== undefined) {
      query.push(`${parameter}=${encodeURIComponent(String(value))}`);
    }
  }
  const { body } = parameters;
  return {
    name,
    method: described.method.toUpperCase(),
    path: `/ari${path}${query.length > 0 ? `?${query.join('&')}` : ''}`,
    body: body === undefined ? undefined : JSON.stringify(body),
  };
}

/** What swagger-client keeps of one operation. */
interface Described {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly { readonly name: string; readonly paramType: string }[];
}

function describedAs(client: AriClient, resource: string, operation: string): Described | undefined {
  const { apis } = (
    client as unknown as { _swagger: { apis: Record<string, { operations: Record<string, Described> }> } }
  )._swagger;
  const operations = Object.hasOwn(apis, resource) ? apis[resource]?.operations : undefined;
  return operations && Object.hasOwn(operations, operation) ? operations[operation] : undefined;
}
