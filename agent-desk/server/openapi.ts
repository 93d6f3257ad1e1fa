import { z } from 'zod';
import { type Route, routes } from '../contract/routes.ts';
import { failure } from '../contract/shapes.ts';

type JsonSchema = Record<string, unknown>;

const failures: Record<string, string> = {
  400: 'The request is not as described here.',
  401: 'Nobody is logged in, or the password is wrong.',
  403: 'Not for this role, or sent from a foreign page.',
  404: 'There is no such thing.',
  409: 'Not in this state.',
  413: 'The body is too large.',
  415: 'The body is not JSON.',
  429: 'Too many tries; `Retry-After` says for how many seconds.',
  500: 'A fault of the server.',
  503: 'The database or Asterisk is away.',
};

/** The contract as an OpenAPI 3.1 document: nothing is written twice, so nothing can differ from what is served. */
export function describeApi(): JsonSchema {
  const paths: Record<string, JsonSchema> = {};
  for (const [name, route] of Object.entries<Route>(routes)) {
    paths[route.path] = { ...paths[route.path], [route.method]: describeRoute(name, route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Holos',
      version: '0.1.0',
      description: 'Calls, recordings, requests, campaigns. Times are ISO 8601 in UTC, money is in kopecks.',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Failure: toJson(failure, 'output') },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'holos' } },
    },
  };
}

function describeRoute(name: string, route: Route): JsonSchema {
  return {
    operationId: name,
    summary: route.summary,
    security: route.may === 'anyone' ? [] : [{ session: [] }],
    parameters: [...describeFields('path', route.params), ...describeFields('query', route.query)],
    ...(route.body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: toJson(route.body, 'input') } },
      },
    }),
    ...(route.upload && {
      requestBody: {
        required: true,
        content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
      },
    }),
    responses: { ...describeAnswer(route), ...describeFailures(route) },
  };
}

function describeAnswer(route: Route): JsonSchema {
  if (route.sound) {
    const content = { 'audio/wav': { schema: { type: 'string', format: 'binary' } } };
    return {
      200: { description: 'The whole sound.', content },
      206: { description: 'The range that was asked for.', content },
      416: { description: 'The sound has no such range.' },
    };
  }
  if (route.file)
    return { 200: { description: 'The file.', content: { [route.file]: { schema: { type: 'string' } } } } };
  const content = { 'application/json': { schema: toJson(route.answer, 'output') } };
  return { 200: { description: 'Done.', content } };
}

function describeFailures(route: Route): JsonSchema {
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } };
  const possible = Object.entries(failures).filter(([status]) => mayAnswer(route, Number(status)));
  return Object.fromEntries(possible.map(([status, description]) => [status, { description, content }]));
}

function mayAnswer(route: Route, status: number): boolean {
  if (status === 404) return route.params !== undefined || (route.fails?.includes(404) ?? false);
  if (status === 409 || status === 429) return route.fails?.includes(status) ?? false;
  if (status === 413) return route.body !== undefined || route.upload === true;
  if (status === 415) return route.body !== undefined;
  return true;
}

function describeFields(where: 'path' | 'query', shape: z.ZodObject | undefined): JsonSchema[] {
  if (!shape) return [];
  return Object.entries(shape.shape).map(([name, field]) => ({
    name,
    in: where,
    required: where === 'path' || !field.safeParse(undefined).success,
    schema: toJson(field, 'input'),
  }));
}

function toJson(schema: z.core.$ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json;
}
