import type { World } from '../town/world.ts';

type Method = 'GET' | 'POST' | 'PATCH';

/** A supervisor who asks the desk's server for something; fails unless it is done. */
export async function supervisor(
  world: World,
): Promise<(path: string, body?: object) => Promise<{ id: number }>> {
  const asks = await supervisorAsks(world);
  return async (path, body = {}) => (await asks('POST', path, body)) as { id: number };
}

/** The same with any method, and with what the server answers. */
export async function supervisorAsks(
  world: World,
): Promise<(method: Method, path: string, body?: object) => Promise<unknown>> {
  const who = world.logins.find(({ role }) => role === 'supervisor');
  if (!who) throw new Error('there is no supervisor');
  const send = (method: Method, path: string, body?: object, cookie = '') =>
    fetch(`${world.desk}/api/${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', cookie },
      body: body && JSON.stringify(body),
    });
  const loggedIn = await send('POST', 'session', { login: who.login, password: who.password });
  const cookie = loggedIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  return async (method, path, body) => {
    const answer = await send(method, path, body, cookie);
    if (answer.ok) return await answer.json();
    throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  };
}
