import { expect, test } from 'vitest';
import { type Route, routes } from '../contract/routes.ts';
import { describeApi } from './openapi.ts';

const api = JSON.parse(JSON.stringify(describeApi()));

test('every route of the contract is described, with its fields, body and answers', () => {
  for (const [name, route] of Object.entries<Route>(routes)) {
    const described = api.paths[route.path]?.[route.method];
    expect(described?.operationId).toBe(name);
    const parameters = described.parameters.map((one: { name: string }) => one.name);
    const fields = [...Object.keys(route.params?.shape ?? {}), ...Object.keys(route.query?.shape ?? {})];
    expect(parameters).toEqual(fields);
    expect(Boolean(described.requestBody)).toBe(Boolean(route.body ?? route.upload));
    expect(described.responses[200]).toBeDefined();
    expect(described.security).toEqual(route.may === 'anyone' ? [] : [{ session: [] }]);
  }
});

test('sounds are described as such', () => {
  const sounds = Object.values<Route>(routes).filter((route) => route.sound);
  expect(sounds.map(({ path }) => path)).toContain('/api/requests/{id}/message');
  for (const { path } of sounds) {
    const { responses } = api.paths[path].get;
    expect(Object.keys(responses[200].content)).toEqual(['audio/wav']);
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['206', '404', '416']));
  }
});

test('path fields are required, and those with a usual value are not', () => {
  const [id] = api.paths['/api/calls/{id}'].get.parameters;
  expect(id).toMatchObject({ name: 'id', in: 'path', required: true });
  const limit = api.paths['/api/calls'].get.parameters.find((one: { name: string }) => one.name === 'limit');
  expect(limit).toMatchObject({ required: false, schema: { default: 50 } });
});

test('the document is OpenAPI 3.1, its references lead somewhere, its ids are used once', () => {
  expect(api.openapi).toBe('3.1.0');
  const text = JSON.stringify(api);
  for (const [, path] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const target = (path ?? '').split('/').reduce((at, part) => at?.[part], api);
    expect(target, path).toBeDefined();
  }
  const ids = [...text.matchAll(/"operationId":"(\w+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(text).not.toContain('"$schema"');
});
