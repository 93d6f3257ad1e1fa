/** A description of ARI in Asterisk's own form, with only the operations that the tests use. */
export const descriptions: Readonly<Record<string, { path: string; method: string; nickname: string }[]>> = {
  asterisk: [{ path: '/asterisk/ping', method: 'GET', nickname: 'ping' }],
  applications: [
    { path: '/applications/{applicationName}', method: 'GET', nickname: 'get' },
    { path: '/applications/{applicationName}/eventFilter', method: 'PUT', nickname: 'filter' },
  ],
  channels: [
    { path: '/channels', method: 'GET', nickname: 'list' },
    { path: '/channels/{channelId}', method: 'GET', nickname: 'get' },
    { path: '/channels/{channelId}/play', method: 'POST', nickname: 'play' },
  ],
  bridges: [{ path: '/bridges', method: 'GET', nickname: 'list' }],
};

export function describeAll(origin: string): object {
  const apis = Object.keys(descriptions).map((name) => ({
    path: `/api-docs/${name}.{format}`,
    description: name,
  }));
  return { apiVersion: '2.0.0', swaggerVersion: '1.1', basePath: `${origin}/ari`, apis };
}

export function describeOne(origin: string, name: string): object {
  const apis = (descriptions[name] ?? []).map(({ path, method, nickname }) => {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
    const parameter = (each: string | undefined, paramType: string) => ({
      name: each,
      paramType,
      dataType: 'string',
    });
    const parameters = [...inPath.map((each) => parameter(each, 'path')), parameter('media', 'query')];
    const operation = { httpMethod: method, nickname, responseClass: 'void', parameters };
    return { path, description: nickname, operations: [operation] };
  });
  return {
    swaggerVersion: '1.1',
    basePath: `${origin}/ari`,
    resourcePath: `/api-docs/${name}.{format}`,
    apis,
    models: {},
  };
}
